#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>

#include "base/clock.h"

namespace temujanji::base {

/// A 64-bit identifier of one kind of row. Different tags do not mix.
template <class Tag>
struct Id {
  std::int64_t value = 0;
  bool operator==(const Id&) const = default;
  auto operator<=>(const Id& other) const { return value <=> other.value; }
  explicit operator bool() const { return value != 0; }
};

/// No identifier is lower that is made at `at` or later, by a clock that goes right.
std::int64_t lowest_id_at(Instant at);

/// Makes identifiers that rise with time: 41 bits of milliseconds since 2024-01-01, 8 bits of the process's
/// number, 14 bits of counter. Never repeats within a process, also when the clock steps back. Thread-safe.
class IdSource {
 public:
  /// `process` tells processes apart that write to the same database; 0–255.
  IdSource(const Clock& clock, std::uint8_t process) : clock_(clock), process_(process) {}
  std::int64_t next();
  /// When an identifier was made, by the clock of who made it.
  static Instant made_at(std::int64_t id);
  /// From now on ids have this process's number.
  void set_process(std::uint8_t process);

  template <class Tagged>
  Tagged make() {
    return Tagged{next()};
  }

 private:
  const Clock& clock_;
  std::uint8_t process_;
  std::mutex mutex_;
  std::int64_t last_ = 0;
};

}  // namespace temujanji::base

template <class Tag>
struct std::hash<temujanji::base::Id<Tag>> {
  std::size_t operator()(const temujanji::base::Id<Tag>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
