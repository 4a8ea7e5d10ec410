#pragma once
#include <future>

#include "engine/engine.h"

namespace temujanji::engine {

/// A job whose owner blocks until it is over.
template <class C>
class BlockingJob final : public Job {
 public:
  explicit BlockingJob(C command) : command_(std::move(command)) {}
  typename C::Outcome wait() {
    over_.get_future().get();
    return std::move(*outcome_);
  }
  void claim(Claims& claims) const override {
    if constexpr (ClaimingCommand<C>) command_.claim(claims);
  }
  void apply(Scope& scope, std::span<Job* const>) override {
    outcome_.reset();
    if constexpr (GroupCommand<C>) {
      Member<C> member{command_, outcome_};
      C::apply_group(scope, std::span<Member<C>>(&member, 1));
    } else {
      outcome_.emplace(command_.apply(scope));
    }
  }
  void committed() noexcept override { over_.set_value(); }
  void failed(std::exception_ptr fault) noexcept override { over_.set_exception(std::move(fault)); }

 private:
  C command_;
  std::optional<typename C::Outcome> outcome_;
  std::promise<void> over_;
};

template <class C>
typename C::Outcome Engine::run(C command) {
  BlockingJob<C> job(std::move(command));
  enqueue(job);
  return job.wait();
}

}  // namespace temujanji::engine
