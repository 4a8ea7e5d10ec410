#pragma once
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include "base/check.h"

namespace temujanji::base {

/// A coroutine that begins when it is awaited and gives one value. Owned by whoever holds it; not thread-safe
/// itself, but it may go on on another thread after awaiting something that says so.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    // Without it g++ 12 takes this for an aggregate and initialises `state` from the coroutine's first
    // parameter.
    promise_type() = default;
    std::variant<std::monostate, T, std::exception_ptr> state;
    std::coroutine_handle<> waiter;

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Resume {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
          return self.promise().waiter ? self.promise().waiter : std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return Resume{};
    }
    void return_value(T value) { state.template emplace<1>(std::move(value)); }
    void unhandled_exception() { state.template emplace<2>(std::current_exception()); }
  };

  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept {
    coroutine_.promise().waiter = waiter;
    return coroutine_;
  }
  T await_resume() { return take(); }

  /// The value, or throws what the coroutine threw. Only after it has ended.
  T take() {
    auto& state = coroutine_.promise().state;
    CHECK(state.index() != 0);
    if (state.index() == 2) std::rethrow_exception(std::get<2>(state));
    return std::get<1>(std::move(state));
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
  std::coroutine_handle<promise_type> coroutine_;
};

/// A coroutine nobody waits for; it destroys itself at its end. Its body must not throw.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

/// Awaits `task` and hands its ended self to `done(Task<T>)`, where `take()` gives value or exception.
template <class T, class Callback>
Detached start(Task<T> task, Callback done) {
  struct Ended {
    Task<T>& task;
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) {
      return task.await_suspend(waiter);
    }
    void await_resume() {}
  };
  Ended ended{task};
  co_await ended;
  done(std::move(task));
}

}  // namespace temujanji::base
