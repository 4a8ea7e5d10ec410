#pragma once
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/executor.h"
#include "base/fault.h"
#include "storage/database.h"

namespace temujanji::storage {

/// Threads that read from the database (or do other work that blocks), each with its own connection.
/// Thread-safe.
class Readers {
 public:
  using Work = std::function<void(Connection&)>;

  /// `waiting_max` bounds what may wait; more is refused with Overloaded.
  Readers(Database& database, int threads, std::size_t waiting_max = 1024);
  /// Finishes what waits.
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  /// Runs `work` on one of the threads; it must not throw. Throws Overloaded if too much waits already.
  void submit(Work work);

  /// Finishes what waits and refuses what comes from now on. Called again it does nothing.
  void stop();

  /// Awaitable: runs `work(connection)` on one of the threads, goes on on `executor`, and gives what it
  /// returned or throws what it threw. `work` must be a named variable (g++ 12 destroys lambdas written
  /// inside co_await twice).
  template <class Function>
  auto read(base::Executor& executor, Function& work);

 private:
  void run(std::unique_ptr<Connection> connection);

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

/// What `Readers::read` returns.
template <class Function>
class Reading {
 public:
  using Value = std::invoke_result_t<Function&, Connection&>;
  Reading(Readers& readers, base::Executor& executor, Function& work)
      : readers_(readers), executor_(executor), work_(work) {}

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    readers_.submit([this, waiter](Connection& connection) {
      try {
        value_.emplace(work_(connection));
      } catch (...) {
        fault_ = std::current_exception();
      }
      executor_.post([waiter] { waiter.resume(); });
    });
  }
  Value await_resume() {
    if (fault_) std::rethrow_exception(fault_);
    return std::move(*value_);
  }

 private:
  Readers& readers_;
  base::Executor& executor_;
  Function& work_;
  std::optional<Value> value_;
  std::exception_ptr fault_;
};

template <class Function>
auto Readers::read(base::Executor& executor, Function& work) {
  return Reading<Function>(*this, executor, work);
}

}  // namespace temujanji::storage
