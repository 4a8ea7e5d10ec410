#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace temujanji::domain {

/// How long before it begins people are asked to be there (term 4).
inline constexpr auto kArriveBefore = std::chrono::minutes(30);

/// Where an appointment stands. The names are those of the column `appointment.status` and of the JSON
/// interface.
enum class Status {
  booked,
  /// The applicant said that they will come.
  confirmed,
  /// The department closed the slot; another must be found.
  displaced,
  attended,
  missed,
  cancelled_by_applicant,
  cancelled_by_department,
};
inline constexpr std::array kStatuses{Status::booked,
                                      Status::confirmed,
                                      Status::displaced,
                                      Status::attended,
                                      Status::missed,
                                      Status::cancelled_by_applicant,
                                      Status::cancelled_by_department};

std::string_view to_text(Status status);
std::optional<Status> parse_status(std::string_view text);

/// Whether it still counts as the one live appointment of its identity and service.
bool is_live(Status status);

/// Whether an appointment may ever go from `from` to `to`:
/// booked → confirmed; booked, confirmed → displaced, attended, missed, cancelled by either side;
/// booked, confirmed, displaced → booked (at another slot; a displaced one also at its own, when that opens
/// after all); displaced → cancelled by either side; missed → attended (served after all).
bool may_become(Status from, Status to);

enum class LifeCycleRefusal {
  /// The appointment has begun.
  too_late,
  /// It is no longer, or not at present, in a state that allows this.
  wrong_state,
};
std::string_view to_text(LifeCycleRefusal refusal);

/// The applicant says that they will come. Confirming again changes nothing.
base::Result<Status, LifeCycleRefusal> confirm(Status status, base::Instant starts_at, base::Instant now);

/// The applicant gives the appointment up, until it begins. A displaced one can be given up at any time, for
/// its slot is gone.
base::Result<Status, LifeCycleRefusal> cancel_by_applicant(Status status, base::Instant starts_at,
                                                           base::Instant now);

/// The department gives it up, also after it began (a late applicant, term 4) as long as nobody was served.
base::Result<Status, LifeCycleRefusal> cancel_by_department(Status status);

/// The department finds it another slot, until it begins; a displaced one at any time.
base::Result<Status, LifeCycleRefusal> move_by_department(Status status, base::Instant starts_at,
                                                          base::Instant now);

/// The applicant is being served. Also who was noted as missed; an attended one stays so.
base::Result<Status, LifeCycleRefusal> attend(Status status);

}  // namespace temujanji::domain
