#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace temujanji::base {

/// A moment in UTC, in milliseconds. Columns and members that hold one are named `*_at`.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Milliseconds since 1970-01-01T00:00Z, as stored in `*_at` columns.
inline std::int64_t to_millis(Instant at) {
  return at.time_since_epoch().count();
}
inline Instant from_millis(std::int64_t millis) {
  return Instant(std::chrono::milliseconds(millis));
}

/// Where the program learns what time it is. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// A clock that stands still until it is set; for tests and simulation.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant at) : millis_(to_millis(at)) {}
  Instant now() const override { return from_millis(millis_.load()); }
  void set(Instant at) { millis_.store(to_millis(at)); }
  void advance(std::chrono::milliseconds by) { millis_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> millis_;
};

}  // namespace temujanji::base
