#include "appointments/history.h"

#include <algorithm>

#include "appointments/history.sql.h"
#include "base/check.h"

namespace temujanji::appointments {

void append_event(engine::Scope& scope, domain::AppointmentId appointment, std::string_view kind,
                  std::string_view actor, std::string_view detail, Tell tell) {
  const NewEvent event{appointment, kind, actor, detail, tell};
  append_events(scope, std::span(&event, 1));
}

void append_events(engine::Scope& scope, std::span<const NewEvent> events) {
  storage::ParameterRows rows;
  storage::ParameterRows mails;
  for (const NewEvent& event : events) {
    const auto id = scope.ids.make<domain::EventId>();
    rows.add({id, event.appointment, event.kind, scope.now, event.actor, event.detail});
    if (event.tell == Tell::applicant) mails.add({id, event.appointment, event.kind, scope.now});
  }
  scope.transaction.execute_each(sql::kInsertEvent, rows);
  scope.transaction.execute_each(sql::kQueueMail, mails);
  scope.events.mail_queued = scope.events.mail_queued || !mails.empty();
}

void free_seats(engine::Scope& scope, std::vector<FreedSeats> freed) {
  // Each slot once, in the order in which slots are locked everywhere.
  std::ranges::sort(freed, {}, [](const FreedSeats& seats) { return seats.slot.value; });
  std::vector<FreedSeats> slots;
  for (const FreedSeats& seats : freed) {
    if (slots.empty() || slots.back().slot != seats.slot)
      slots.push_back(seats);
    else
      slots.back().seats += seats.seats;
  }
  storage::ParameterRows rows;
  for (const FreedSeats& slot : slots) rows.add({slot.slot, slot.seats});
  if (rows.empty()) return;
  scope.transaction.connection().number_transaction();
  std::size_t found = 0;
  scope.transaction.ask_each(sql::kFreeSeats, rows, [&](std::size_t number, const storage::Rows& row) {
    scope.events.seats.push_back({row.integer(0), slots[number].slot.value, row.small(1), row.small(2)});
    ++found;
  });
  scope.transaction.read_answers();
  CHECK(found == slots.size());
}

}  // namespace temujanji::appointments
