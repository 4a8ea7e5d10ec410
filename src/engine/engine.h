#pragma once
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/fault.h"
#include "base/id.h"
#include "engine/event.h"
#include "storage/database.h"

namespace temujanji::engine {

/// What a command sees while it is applied: the open transaction, the time of the batch, ids in the order of
/// what happens, and where to put what happens after COMMIT. One per attempt.
struct Scope {
  storage::Transaction& transaction;
  base::Instant now;
  base::IdSource& ids;
  Events& events;
};

/// What a batch will change and other processes may want to change at the same time; it begins when nobody
/// else has any of it. Everybody claims rows before persons, and each in order, so no two batches wait for
/// each other.
struct Claims {
  /// Ids of slots and of other rows that many want.
  std::vector<std::int64_t> rows;
  /// Hashes of identities and browsers.
  std::vector<std::int64_t> persons;
};

/// A command that waits for its turn, without its type. Made by `submit`.
class Job {
 public:
  virtual ~Job() = default;
  /// Jobs of a batch with equal keys are decided together, in the place of the first; null: alone.
  virtual const void* group() const { return nullptr; }
  /// Adds what the job will change.
  virtual void claim(Claims& claims) const { static_cast<void>(claims); }
  /// Applies this job, or the whole group it leads. Called again from the start if the batch is replayed.
  virtual void apply(Scope& scope, std::span<Job* const> group) = 0;
  /// Exactly one of these is called, on the writer's thread, when the job is over.
  virtual void committed() noexcept = 0;
  virtual void failed(std::exception_ptr fault) noexcept = 0;
};

/// A command names its Outcome and has either
///   Outcome apply(Scope&) const                                      – decided alone, or
///   static void apply_group(Scope&, std::span<Member<C>>)            – decided together with its like,
/// and, if other processes may want the same, `void claim(Claims&) const`.
template <class C>
struct Member {
  const C& command;
  std::optional<typename C::Outcome>& outcome;
};

template <class C>
concept GroupCommand = requires(Scope& scope, std::span<Member<C>> members) {
  C::apply_group(scope, members);
};

template <class C>
concept ClaimingCommand = requires(const C& command, Claims& claims) {
  command.claim(claims);
};

/// How the engine has worked since it began; for metrics. Read from any thread.
struct EngineFigures {
  std::uint64_t commands = 0;
  std::uint64_t batches = 0;
  /// Batches that were split because a command failed, and ones that were begun again.
  std::uint64_t replays = 0;
  std::uint64_t refused_full = 0;
  std::uint64_t faults = 0;
  std::size_t waiting = 0;
};

/// The one ordered writer: takes what waits, applies it in order of arrival in one transaction, commits, then
/// answers everybody. Nothing is answered before COMMIT. A fault of a command rolls the batch back and
/// replays its halves, until it stands alone; where the transaction cannot begin or be committed all of them
/// fail. A database that is away for a moment, or gives a transaction up for another, is tried again for a
/// few seconds. A COMMIT that may stand or not is found out about before anybody is told anything.
/// Thread-safe.
class Engine {
 public:
  struct Options {
    std::size_t batch_max = 256;
    std::size_t queue_max = 8192;
  };
  /// Called on the writer's thread after each COMMIT with what the batch announced. Must not throw.
  using Listener = std::function<void(const Events&)>;

  Engine(storage::Database& database, const base::Clock& clock, base::IdSource& ids, Options options);
  /// Applies what waits, then stops.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Adds a listener; only before the first submit.
  void listen(Listener listener);

  /// Queues a job that its owner keeps alive until it is over. Throws Overloaded if the queue is full.
  void enqueue(Job& job);

  /// Awaitable: the command's outcome after COMMIT, on `executor`. Throws Fault or Overloaded.
  template <class C>
  auto submit(base::Executor& executor, C command);

  /// Applies the command and waits for its outcome; for the command line and tests. Throws Fault or
  /// Overloaded.
  template <class C>
  typename C::Outcome run(C command);

  /// Finishes what waits and refuses what comes from now on. Called again it does nothing.
  void stop();

  EngineFigures figures() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// What `Engine::submit` returns; lives in the coroutine that awaits it.
template <class C>
class Submission final : public Job {
 public:
  Submission(Engine& engine, base::Executor& executor, C command)
      : engine_(engine), executor_(executor), command_(std::move(command)) {}

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    engine_.enqueue(*this);
  }
  typename C::Outcome await_resume() {
    if (fault_) std::rethrow_exception(fault_);
    return std::move(*outcome_);
  }

  const void* group() const override {
    static const char key = 0;
    return GroupCommand<C> ? &key : nullptr;
  }
  void claim(Claims& claims) const override {
    if constexpr (ClaimingCommand<C>) command_.claim(claims);
  }
  void apply(Scope& scope, std::span<Job* const> group) override {
    if constexpr (GroupCommand<C>) {
      std::vector<Member<C>> members;
      members.reserve(group.size());
      for (Job* job : group) {
        auto& submission = static_cast<Submission&>(*job);
        submission.outcome_.reset();
        members.push_back(Member<C>{submission.command_, submission.outcome_});
      }
      C::apply_group(scope, members);
    } else {
      outcome_.emplace(command_.apply(scope));
    }
  }
  void committed() noexcept override {
    executor_.post([waiter = waiter_] { waiter.resume(); });
  }
  void failed(std::exception_ptr fault) noexcept override {
    fault_ = std::move(fault);
    executor_.post([waiter = waiter_] { waiter.resume(); });
  }

 private:
  Engine& engine_;
  base::Executor& executor_;
  C command_;
  std::optional<typename C::Outcome> outcome_;
  std::exception_ptr fault_;
  std::coroutine_handle<> waiter_;
};

template <class C>
auto Engine::submit(base::Executor& executor, C command) {
  return Submission<C>(*this, executor, std::move(command));
}

}  // namespace temujanji::engine

#include "engine/run.h"
