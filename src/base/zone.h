#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace temujanji::base {

/// A wall time without zone, in milliseconds; always travels beside a Zone. Named `*_local`.
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// A time zone as a plain value: its UTC offsets since 1970. Copyable, immutable, thread-safe.
class Zone {
 public:
  struct Period {
    Instant begins_at;
    std::chrono::seconds offset;
  };
  /// `periods` sorted by `begins_at`; the first holds for all time before it too.
  Zone(std::string name, std::vector<Period> periods);

  const std::string& name() const { return name_; }
  std::chrono::seconds offset_at(Instant at) const;
  LocalTime to_local(Instant at) const;
  /// The moment of a wall time. Where clocks are put back the earlier of the two, where they are put forward
  /// the moment that the offset before the gap gives.
  Instant to_utc(LocalTime local) const;
  /// The calendar date at `at` in this zone.
  std::chrono::year_month_day date_at(Instant at) const;

 private:
  std::string name_;
  std::vector<Period> periods_;
};

/// The zone of an IANA name from the system's time zone database. Throws Fault if it is not there.
Zone load_zone(std::string_view iana_name);

/// Always `offset` away from UTC; for tests, and for what is told in UTC itself.
Zone fixed_zone(std::string name, std::chrono::seconds offset);

}  // namespace temujanji::base
