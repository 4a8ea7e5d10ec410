#include "base/zone.h"

#include <date/tz.h>

#include <algorithm>

#include "base/check.h"
#include "base/fault.h"

namespace temujanji::base {

Zone::Zone(std::string name, std::vector<Period> periods)
    : name_(std::move(name)), periods_(std::move(periods)) {
  CHECK(!periods_.empty());
  CHECK(std::ranges::is_sorted(periods_, {}, &Period::begins_at));
}

std::chrono::seconds Zone::offset_at(Instant at) const {
  auto next = std::ranges::upper_bound(periods_, at, {}, &Period::begins_at);
  return next == periods_.begin() ? next->offset : std::prev(next)->offset;
}

LocalTime Zone::to_local(Instant at) const {
  return LocalTime((at + offset_at(at)).time_since_epoch());
}

Instant Zone::to_utc(LocalTime local) const {
  const Instant as_if_utc(local.time_since_epoch());
  // The offset differs from the right one only near a change; the candidates are those a day to either side.
  const auto before = offset_at(as_if_utc - std::chrono::days(1));
  const auto after = offset_at(as_if_utc + std::chrono::days(1));
  if (offset_at(as_if_utc - before) == before) return as_if_utc - before;
  if (offset_at(as_if_utc - after) == after) return as_if_utc - after;
  return as_if_utc - before;
}

std::chrono::year_month_day Zone::date_at(Instant at) const {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(to_local(at)));
}

Zone load_zone(std::string_view iana_name) {
  constexpr auto kFrom = date::sys_days(date::year{1970} / 1 / 1);
  constexpr auto kTo = date::sys_days(date::year{2100} / 1 / 1);
  try {
    const date::time_zone* zone = date::locate_zone(std::string(iana_name));
    std::vector<Zone::Period> periods;
    for (date::sys_seconds at = kFrom; at < kTo;) {
      const date::sys_info info = zone->get_info(at);
      periods.push_back({Instant(at.time_since_epoch()), info.offset});
      at = info.end;
    }
    return Zone(std::string(iana_name), std::move(periods));
  } catch (const std::runtime_error&) {
    std::throw_with_nested(Fault("the time zone " + std::string(iana_name) +
                                 " is not in the system's database (package tzdata)"));
  }
}

Zone fixed_zone(std::string name, std::chrono::seconds offset) {
  return Zone(std::move(name), {{Instant{}, offset}});
}

}  // namespace temujanji::base
