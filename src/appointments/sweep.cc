#include "appointments/sweep.h"

#include <vector>

#include "appointments/history.h"
#include "appointments/sweep.sql.h"

namespace temujanji::appointments {

ExpireHolds::Outcome ExpireHolds::apply(engine::Scope& scope) const {
  struct Expired {
    domain::HoldId id;
    domain::SlotId slot;
    int seats;
  };
  std::vector<Expired> expired;
  {
    storage::Rows rows = scope.transaction.query(sql::kListExpiredHolds, {scope.now, at_most});
    while (rows.next())
      expired.push_back({rows.id<domain::HoldId>(0), rows.id<domain::SlotId>(1), rows.small(2)});
  }
  for (const Expired& hold : expired) {
    scope.transaction.execute(sql::kExpireHold, {hold.id, scope.now});
    free_seats(scope, hold.slot, hold.seats);
  }
  return static_cast<int>(expired.size());
}

EraseDrafts::Outcome EraseDrafts::apply(engine::Scope& scope) const {
  return static_cast<int>(scope.transaction.execute(sql::kEraseDrafts, {scope.now - kept}));
}

}  // namespace temujanji::appointments
