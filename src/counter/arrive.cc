#include "counter/arrive.h"

#include <set>

#include "appointments/change_status.h"
#include "base/check.h"
#include "counter/arrive.sql.h"
#include "counter/store.h"

namespace temujanji::counter {
namespace {

/// The appointment somebody at the entrance has.
struct Expected {
  domain::Status status;
  domain::ServiceId service;
  int seats;
  base::Instant starts_at;
  domain::PoolId pool;
  domain::OfficeId office;
};

std::optional<Expected> find_expected(engine::Scope& scope, domain::AppointmentId id) {
  storage::Rows rows = scope.transaction.query(sql::kFindExpected, {id});
  if (!rows.next()) return std::nullopt;
  const auto status = domain::parse_status(rows.text(0));
  CHECK(status.has_value());
  return Expected{*status,         rows.id<domain::ServiceId>(1), rows.small(2),
                  rows.instant(4), rows.id<domain::PoolId>(5),    rows.id<domain::OfficeId>(6)};
}

std::optional<CheckInRefusal> refusal_of(const Expected& expected, const Day& day) {
  if (expected.office != day.office) return CheckInRefusal::other_office;
  if (expected.starts_at < day.from || expected.starts_at >= day.to) return CheckInRefusal::other_day;
  const bool comes =
      expected.status == domain::Status::booked || expected.status == domain::Status::confirmed;
  return comes ? std::nullopt : std::optional(CheckInRefusal::not_live);
}

Ticket new_ticket(const Day& day, domain::PoolId pool, domain::ServiceId service, int persons,
                  domain::Priority priority) {
  Ticket ticket;
  ticket.office = day.office;
  ticket.on = day.on;
  ticket.number_pool = ticket.pool = pool;
  ticket.service = service;
  ticket.persons = persons;
  ticket.priority = priority;
  return ticket;
}

base::Result<domain::Status, domain::LifeCycleRefusal> by_department(domain::Status status, base::Instant,
                                                                     base::Instant) {
  return domain::cancel_by_department(status);
}

base::Result<domain::Status, domain::LifeCycleRefusal> by_being_served(domain::Status status, base::Instant,
                                                                       base::Instant) {
  return domain::attend(status);
}

/// The day is one of the three around the date in UTC, whatever the office's zone.
void mark_days_changed(engine::Scope& scope, domain::OfficeId office, base::Instant at) {
  const domain::Date on(std::chrono::floor<std::chrono::days>(at));
  const std::string first = domain::to_iso(domain::plus_days(on, -1));
  const std::string last = domain::to_iso(domain::plus_days(on, 1));
  scope.transaction.execute(sql::kMarkDaysChanged, {office, first, last});
}

}  // namespace

CheckIn::Outcome CheckIn::apply(engine::Scope& scope) const {
  const auto expected = find_expected(scope, appointment);
  if (!expected) return NotCheckedIn{CheckInRefusal::unknown};
  NotCheckedIn refused{{}, {}, expected->office, expected->starts_at, expected->status};
  refused.ticket = find_ticket_of(scope.transaction.connection(), appointment, day.on);
  if (refused.ticket && refused.ticket->office == day.office) {
    refused.reason = CheckInRefusal::already_here;
    return refused;
  }
  if (const auto reason = refusal_of(*expected, day)) {
    refused.reason = *reason;
    return refused;
  }
  const Rules rules = find_rules(scope.transaction.connection(), day.office);
  Ticket ticket = new_ticket(day, expected->pool, expected->service, expected->seats, priority);
  ticket.appointment = appointment;
  ticket.arrival = domain::classify_arrival(expected->starts_at, scope.now, rules.arrival);
  ticket.lane = domain::lane_on_arrival(priority, ticket.arrival);
  ticket.turn_at = ticket.arrival == domain::Arrival::late ? scope.now : expected->starts_at;
  if (!issue(scope, ticket, {"issued", staff})) {
    refused.reason = CheckInRefusal::numbers_used_up;
    return refused;
  }
  return *find_ticket(scope.transaction.connection(), ticket.id);
}

IssueWalkIn::Outcome IssueWalkIn::apply(engine::Scope& scope) const {
  if (!find_rules(scope.transaction.connection(), day.office).walk_ins) return WalkInRefusal::not_allowed;
  domain::PoolId pool;
  {
    storage::Rows rows = scope.transaction.query(sql::kFindOffering, {day.office, service});
    if (!rows.next()) return WalkInRefusal::not_offered;
    pool = rows.id<domain::PoolId>(0);
    if (persons < 1 || persons > rows.small(1)) return WalkInRefusal::persons;
  }
  Ticket ticket = new_ticket(day, pool, service, persons, priority);
  ticket.lane = domain::lane_on_arrival(priority, std::nullopt);
  ticket.turn_at = scope.now;
  if (!issue(scope, ticket, {"issued", staff})) return WalkInRefusal::numbers_used_up;
  return ticket;
}

CancelLate::Outcome CancelLate::apply(engine::Scope& scope) const {
  const auto expected = find_expected(scope, appointment);
  if (!expected || expected->office != day.office) return CancelLateRefusal::unknown;
  auto ticket = find_ticket_of(scope.transaction.connection(), appointment, day.on);
  if ((ticket ? ticket->version : 0) != ticket_version) return CancelLateRefusal::changed_meanwhile;
  const auto ended =
      ticket ? domain::after(ticket->state, domain::TicketAction::cancel) : domain::TicketState::cancelled;
  if (!ended || !domain::cancel_by_department(expected->status)) return CancelLateRefusal::wrong_state;
  const Rules rules = find_rules(scope.transaction.connection(), day.office);
  const auto arrival =
      ticket ? ticket->arrival : domain::classify_arrival(expected->starts_at, scope.now, rules.arrival);
  if (arrival != domain::Arrival::late) return CancelLateRefusal::not_late;
  const std::string actor = actor_of(staff);
  const auto status = appointments::change_status(scope, {appointment, actor, "late"}, by_department);
  CHECK(status.ok());
  if (ticket) {
    ticket->state = *ended;
    ticket->ended_at = scope.now;
    write(scope, *ticket, {"cancelled", staff, "late"});
  }
  announce(scope, day.office);
  return *status;
}

AttendAfterwards::Outcome AttendAfterwards::apply(engine::Scope& scope) const {
  CHECK(appointments.size() <= kAtOnceMax);
  // In the order in which rows are locked everywhere.
  const std::set<domain::AppointmentId> asked(appointments.begin(), appointments.end());
  Outcome outcome;
  for (const domain::AppointmentId id : asked) ++(attend(scope, id) ? outcome.noted : outcome.refused);
  return outcome;
}

bool AttendAfterwards::attend(engine::Scope& scope, domain::AppointmentId appointment) const {
  const auto expected = find_expected(scope, appointment);
  if (!expected || expected->office != office || expected->starts_at > scope.now ||
      expected->starts_at < scope.now - std::chrono::days(kAttendedWithin))
    return false;
  const auto status = temujanji::appointments::change_status(
      scope, {appointment, actor_of(staff), "afterwards", temujanji::appointments::Tell::nobody},
      by_being_served);
  if (status) mark_days_changed(scope, office, expected->starts_at);
  return status.ok();
}

}  // namespace temujanji::counter
