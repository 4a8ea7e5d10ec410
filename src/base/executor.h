#pragma once
#include <functional>

namespace temujanji::base {

/// Where a piece of work goes on, for instance the thread that serves a connection. Implementations are
/// thread-safe.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Runs `work` soon, on a thread of this executor, never inside the call. `work` must not throw.
  virtual void post(std::function<void()> work) = 0;
};

/// Runs work at once on the calling thread; for tests and the command line.
class InlineExecutor final : public Executor {
 public:
  void post(std::function<void()> work) override { work(); }
};

}  // namespace temujanji::base
