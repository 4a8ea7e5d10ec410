#include "counter/store.h"

#include <algorithm>

#include "counter/ticket.sql.h"

namespace temujanji::counter {
namespace {

constexpr int kTicketNumberMax = 999;

storage::Parameter or_null(const std::string& text) {
  return text.empty() ? storage::Parameter(nullptr) : storage::Parameter(text);
}
storage::Parameter or_null(std::int64_t number) {
  return number == 0 ? storage::Parameter(nullptr) : storage::Parameter(number);
}

void append_event(engine::Scope& scope, const Ticket& ticket, const Note& note) {
  scope.transaction.execute(
      sql::kInsertTicketEvent,
      {scope.ids.make<domain::TicketEventId>(), ticket.id, note.kind, scope.now, or_null(note.staff),
       or_null(ticket.counter), ticket.pool, domain::to_text(ticket.lane), note.detail});
}

}  // namespace

std::string actor_of(std::int64_t staff) {
  return "staff:" + std::to_string(staff);
}

void announce(engine::Scope& scope, domain::OfficeId office) {
  std::vector<std::int64_t>& queues = scope.events.queues;
  if (std::ranges::find(queues, office.value) == queues.end()) queues.push_back(office.value);
}

bool issue(engine::Scope& scope, Ticket& ticket, const Note& note) {
  const std::string on = domain::to_iso(ticket.on);
  int last = 0;
  {
    storage::Rows rows = scope.transaction.query(sql::kFindLastNumber, {ticket.number_pool, on});
    if (rows.next()) last = rows.small(0);
  }
  if (last == kTicketNumberMax) return false;
  ticket.id = scope.ids.make<domain::TicketId>();
  ticket.number = last + 1;
  ticket.version = 1;
  ticket.state = domain::TicketState::waiting;
  ticket.issued_at = scope.now;
  const storage::Parameter arrival =
      ticket.arrival ? storage::Parameter(domain::to_text(*ticket.arrival)) : storage::Parameter(nullptr);
  scope.transaction.execute(
      sql::kInsertTicket,
      {ticket.id, ticket.office, on, ticket.number_pool, ticket.number, ticket.service,
       or_null(ticket.appointment.value), ticket.persons, domain::to_text(ticket.priority), arrival,
       domain::to_text(ticket.lane), ticket.turn_at, ticket.issued_at});
  append_event(scope, ticket, note);
  announce(scope, ticket.office);
  return true;
}

void write(engine::Scope& scope, Ticket& ticket, const Note& note) {
  const std::int64_t changed = scope.transaction.execute(
      sql::kUpdateTicket,
      {ticket.id, ticket.version, ticket.pool, ticket.service, domain::to_text(ticket.lane), ticket.turn_at,
       domain::to_text(ticket.state), or_null(ticket.counter), or_null(ticket.for_counter),
       or_null(ticket.staff), ticket.called_at, ticket.started_at, ticket.ended_at, ticket.calls,
       or_null(ticket.receipt)});
  if (changed != 1) throw storage::PassingFault("a ticket was changed by another process");
  ++ticket.version;
  append_event(scope, ticket, note);
  announce(scope, ticket.office);
}

}  // namespace temujanji::counter
