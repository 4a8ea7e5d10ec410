#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

/// What the `detail` of an event says where the department changed an appointment. Ids and times only.
namespace temujanji::appointments {

/// Of `displaced`: "closure:<id>".
std::string displaced_by(domain::ClosureId closure);
/// "change:<id>", of the catalogue.
std::string displaced_by(domain::ChangeId change);
std::optional<domain::ClosureId> parse_displaced_by(std::string_view detail);

/// Of `displaced` where an office changed its day: "day_change:<id>".
std::string displaced_by(domain::DayChangeId change);
std::optional<domain::DayChangeId> parse_displaced_by_change(std::string_view detail);

/// Of `cancelled_by_department` where many were cancelled together: "bulk_cancellation:<id>".
std::string cancelled_by(domain::BulkCancellationId cancellation);
std::optional<domain::BulkCancellationId> parse_cancelled_by(std::string_view detail);

/// Of `booked` again at its own slot, when a closure or a change was undone.
inline constexpr std::string_view kRestored = "restored";

/// Of `booked` at another slot: where it was, and whether the applicant agreed to be earlier or elsewhere.
struct Moved {
  base::Instant from_at;
  domain::OfficeId from_office;
  bool agreed = false;
  bool operator==(const Moved&) const = default;
};
/// "moved <milliseconds> <office>", with " agreed" at the end if so.
std::string to_detail(const Moved& moved);
std::optional<Moved> parse_moved(std::string_view detail);

}  // namespace temujanji::appointments
