#include "appointments/change_status.h"

#include "appointments/change_status.sql.h"
#include "base/check.h"

namespace temujanji::appointments {

base::Result<domain::Status, domain::LifeCycleRefusal> change_status(engine::Scope& scope,
                                                                     const StatusChange& change,
                                                                     StatusRule rule) {
  domain::SlotId slot;
  int seats = 0;
  domain::Status status{};
  base::Instant starts_at;
  {
    storage::Rows rows = scope.transaction.query(sql::kFindStatus, {change.appointment});
    if (!rows.next()) throw base::Fault("an appointment that was found is gone");
    const auto stored = domain::parse_status(rows.text(0));
    CHECK(stored.has_value());
    status = *stored;
    slot = rows.id<domain::SlotId>(1);
    seats = rows.small(2);
    starts_at = rows.instant(3);
  }
  auto next = rule(status, starts_at, scope.now);
  if (!next || *next == status) return next;
  CHECK(domain::may_become(status, *next));
  scope.transaction.execute(sql::kSetStatus, {change.appointment, to_text(*next)});
  append_event(scope, change.appointment, to_text(*next), change.actor, change.detail, change.tell);
  if (domain::is_live(status) && !domain::is_live(*next)) free_seats(scope, {{slot, seats}});
  return next;
}

}  // namespace temujanji::appointments
