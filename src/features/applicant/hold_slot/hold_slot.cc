#include "features/applicant/hold_slot/hold_slot.h"

#include <algorithm>

#include "appointments/history.h"
#include "features/applicant/hold_slot/queries.sql.h"

namespace temujanji::features::hold_slot {

ReleaseHold::Outcome ReleaseHold::apply(engine::Scope& scope) const {
  appointments::FreedSeats freed{};
  {
    storage::Rows rows = scope.transaction.query(sql::kReleaseHold, {id, scope.now});
    if (!rows.next()) return HoldRefusal::hold_expired;
    freed = {rows.id<domain::SlotId>(0), rows.small(1)};
  }
  appointments::free_seats(scope, {freed});
  return base::Done{};
}

ExtendHold::Outcome ExtendHold::apply(engine::Scope& scope) const {
  base::Instant created_at;
  base::Instant expires_at;
  {
    storage::Rows rows = scope.transaction.query(sql::kFindLiveHold, {id, scope.now});
    if (!rows.next()) return HoldRefusal::hold_expired;
    created_at = rows.instant(0);
    expires_at = rows.instant(1);
  }
  const base::Instant until = std::min(scope.now + extension, created_at + longest);
  if (until <= expires_at) return HoldRefusal::at_limit;
  scope.transaction.execute(sql::kExtendHold, {id, until});
  return until;
}

}  // namespace temujanji::features::hold_slot
