#include "domain/life_cycle.h"

#include <algorithm>

#include "base/check.h"

namespace temujanji::domain {

std::string_view to_text(Status status) {
  switch (status) {
    case Status::booked:
      return "booked";
    case Status::confirmed:
      return "confirmed";
    case Status::displaced:
      return "displaced";
    case Status::attended:
      return "attended";
    case Status::missed:
      return "missed";
    case Status::cancelled_by_applicant:
      return "cancelled_by_applicant";
    case Status::cancelled_by_department:
      return "cancelled_by_department";
  }
  CHECK(false);
}

std::optional<Status> parse_status(std::string_view text) {
  const auto* found = std::ranges::find_if(kStatuses, [&](Status status) { return to_text(status) == text; });
  return found == kStatuses.end() ? std::nullopt : std::optional(*found);
}

bool is_live(Status status) {
  return status == Status::booked || status == Status::confirmed || status == Status::displaced;
}

bool may_become(Status from, Status to) {
  const bool cancels = to == Status::cancelled_by_applicant || to == Status::cancelled_by_department;
  switch (from) {
    case Status::booked:
      return cancels || to == Status::booked || to == Status::confirmed || to == Status::displaced ||
             to == Status::attended || to == Status::missed;
    case Status::confirmed:
      return cancels || to == Status::booked || to == Status::displaced || to == Status::attended ||
             to == Status::missed;
    case Status::displaced:
      return cancels || to == Status::booked;
    case Status::missed:
      return to == Status::attended;
    case Status::attended:
    case Status::cancelled_by_applicant:
    case Status::cancelled_by_department:
      return false;
  }
  CHECK(false);
}

std::string_view to_text(LifeCycleRefusal refusal) {
  switch (refusal) {
    case LifeCycleRefusal::too_late:
      return "too_late";
    case LifeCycleRefusal::wrong_state:
      return "wrong_state";
  }
  CHECK(false);
}

base::Result<Status, LifeCycleRefusal> confirm(Status status, base::Instant starts_at, base::Instant now) {
  if (status != Status::confirmed && !may_become(status, Status::confirmed))
    return LifeCycleRefusal::wrong_state;
  if (starts_at <= now) return LifeCycleRefusal::too_late;
  return Status::confirmed;
}

base::Result<Status, LifeCycleRefusal> cancel_by_applicant(Status status, base::Instant starts_at,
                                                           base::Instant now) {
  if (!may_become(status, Status::cancelled_by_applicant)) return LifeCycleRefusal::wrong_state;
  if (status != Status::displaced && starts_at <= now) return LifeCycleRefusal::too_late;
  return Status::cancelled_by_applicant;
}

base::Result<Status, LifeCycleRefusal> cancel_by_department(Status status) {
  if (!may_become(status, Status::cancelled_by_department)) return LifeCycleRefusal::wrong_state;
  return Status::cancelled_by_department;
}

base::Result<Status, LifeCycleRefusal> move_by_department(Status status, base::Instant starts_at,
                                                          base::Instant now) {
  if (!may_become(status, Status::booked)) return LifeCycleRefusal::wrong_state;
  if (status != Status::displaced && starts_at <= now) return LifeCycleRefusal::too_late;
  return Status::booked;
}

base::Result<Status, LifeCycleRefusal> attend(Status status) {
  if (status != Status::attended && !may_become(status, Status::attended))
    return LifeCycleRefusal::wrong_state;
  return Status::attended;
}

}  // namespace temujanji::domain
