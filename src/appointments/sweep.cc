#include "appointments/sweep.h"

#include <vector>

#include "appointments/history.h"
#include "appointments/sweep.sql.h"

namespace temujanji::appointments {

ExpireHolds::Outcome ExpireHolds::apply(engine::Scope& scope) const {
  storage::ParameterRows expired;
  std::vector<FreedSeats> freed;
  {
    storage::Rows rows = scope.transaction.query(sql::kListExpiredHolds, {scope.now, at_most});
    while (rows.next()) {
      expired.add({rows.id<domain::HoldId>(0), scope.now});
      freed.push_back({rows.id<domain::SlotId>(1), rows.small(2)});
    }
  }
  scope.transaction.execute_each(sql::kExpireHold, expired);
  free_seats(scope, std::move(freed));
  return static_cast<int>(expired.size());
}

void ExpireHolds::claim(engine::Claims& claims) const {
  for (const domain::SlotId slot : slots) claims.rows.push_back(slot.value);
}

ExpireHolds list_expired_holds(storage::Connection& connection, base::Instant now, int at_most) {
  ExpireHolds command{at_most, {}};
  storage::Rows rows = connection.query(sql::kFindExpiredHolds, {now, at_most});
  while (rows.next()) command.slots.push_back(rows.id<domain::SlotId>(0));
  return command;
}

EraseDrafts::Outcome EraseDrafts::apply(engine::Scope& scope) const {
  return static_cast<int>(scope.transaction.execute(sql::kEraseDrafts, {scope.now - kept}));
}

}  // namespace temujanji::appointments
