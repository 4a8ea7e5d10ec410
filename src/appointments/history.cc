#include "appointments/history.h"

#include "appointments/history.sql.h"
#include "base/check.h"

namespace temujanji::appointments {

void append_event(engine::Scope& scope, domain::AppointmentId appointment, std::string_view kind,
                  std::string_view actor, std::string_view detail, Tell tell) {
  const auto id = scope.ids.make<domain::EventId>();
  scope.transaction.execute(sql::kInsertEvent, {id, appointment, kind, scope.now, actor, detail});
  if (tell == Tell::nobody) return;
  scope.transaction.execute(sql::kQueueMail, {id, appointment, kind, scope.now});
  scope.events.mail_queued = true;
}

void free_seats(engine::Scope& scope, domain::SlotId slot, int seats) {
  storage::Rows rows = scope.transaction.query(sql::kFreeSeats, {slot, seats});
  CHECK(rows.next());
  scope.events.seats.push_back({rows.integer(0), slot.value, rows.small(1), rows.small(2)});
  CHECK(!rows.next());
}

}  // namespace temujanji::appointments
