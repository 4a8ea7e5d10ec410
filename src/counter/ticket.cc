#include "counter/ticket.h"

#include "base/check.h"
#include "counter/store.h"
#include "counter/ticket.sql.h"

namespace temujanji::counter {
namespace {

base::Instant midnight(const base::Zone& zone, domain::Date on) {
  return zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
}

template <class T>
T known(const std::optional<T>& value) {
  CHECK(value.has_value());
  return *value;
}

}  // namespace

Day day_on(domain::OfficeId office, const base::Zone& zone, domain::Date on) {
  return {office, on, midnight(zone, on), midnight(zone, domain::plus_days(on, 1))};
}

Day day_at(domain::OfficeId office, const base::Zone& zone, base::Instant at) {
  return day_on(office, zone, zone.date_at(at));
}

Ticket read_ticket(const storage::Rows& rows) {
  Ticket ticket;
  ticket.id = rows.id<domain::TicketId>(0);
  ticket.office = rows.id<domain::OfficeId>(1);
  ticket.on = known(domain::parse_date(rows.text(2)));
  ticket.number_pool = rows.id<domain::PoolId>(3);
  ticket.number = rows.small(4);
  ticket.pool = rows.id<domain::PoolId>(5);
  ticket.service = rows.id<domain::ServiceId>(6);
  if (!rows.is_null(7)) ticket.appointment = rows.id<domain::AppointmentId>(7);
  ticket.persons = rows.small(8);
  ticket.priority = known(domain::parse_priority(rows.text(9)));
  if (!rows.is_null(10)) ticket.arrival = domain::parse_arrival(rows.text(10));
  ticket.lane = known(domain::parse_lane(rows.text(11)));
  ticket.turn_at = rows.instant(12);
  ticket.state = known(domain::parse_ticket_state(rows.text(13)));
  ticket.version = rows.small(14);
  if (!rows.is_null(15)) ticket.counter = rows.string(15);
  if (!rows.is_null(16)) ticket.for_counter = rows.string(16);
  if (!rows.is_null(17)) ticket.staff = rows.integer(17);
  ticket.issued_at = rows.instant(18);
  ticket.called_at = rows.instant_or_none(19);
  ticket.started_at = rows.instant_or_none(20);
  ticket.ended_at = rows.instant_or_none(21);
  ticket.calls = rows.small(22);
  if (!rows.is_null(23)) ticket.receipt = rows.string(23);
  if (!rows.is_null(24)) ticket.slot = rows.id<domain::SlotId>(24);
  return ticket;
}

std::optional<Ticket> find_one(storage::Connection& connection, const storage::Statement& statement,
                               storage::Parameters parameters) {
  storage::Rows rows = connection.query(statement, parameters);
  if (!rows.next()) return std::nullopt;
  return read_ticket(rows);
}

std::optional<Ticket> find_ticket(storage::Connection& connection, domain::TicketId id) {
  return find_one(connection, sql::kFindTicket, {id});
}

std::optional<Ticket> find_ticket_of(storage::Connection& connection, domain::AppointmentId appointment,
                                     domain::Date on) {
  return find_one(connection, sql::kFindTicketOf, {appointment, domain::to_iso(on)});
}

Rules find_rules(storage::Connection& connection, domain::OfficeId office) {
  storage::Rows rows = connection.query(sql::kFindRules, {office});
  if (!rows.next()) return {};
  return {rows.integer(0) == 1,
          {std::chrono::minutes(rows.integer(1)), std::chrono::minutes(rows.integer(2))}};
}

}  // namespace temujanji::counter
