#include "counter/close_day.h"

#include <algorithm>
#include <unordered_map>

#include "appointments/history.h"
#include "base/check.h"
#include "counter/close_day.sql.h"
#include "counter/counters.h"
#include "counter/counters.sql.h"
#include "counter/store.h"
#include "counter/ticket.sql.h"
#include "domain/life_cycle.h"

namespace temujanji::counter {
namespace {

using domain::Status;
using domain::TicketState;

/// People are served after the doors close; only then does the day end.
constexpr auto kAfterHours = std::chrono::hours(1);
/// Who was away for longer than that closes the rest the next time.
constexpr int kDaysAtOnce = 100;

/// Appointments and their seats, written together.
class Ending {
 public:
  explicit Ending(engine::Scope& scope) : scope_(scope) {}

  /// Takes the row that the query stands on.
  void add(const storage::Rows& rows, ClosedDay& closed) {
    const auto id = rows.id<domain::AppointmentId>(0);
    const bool waits = !rows.is_null(4) && rows.text(4) == domain::to_text(TicketState::waiting);
    const Status status = waits ? Status::cancelled_by_department : Status::missed;
    const auto before = domain::parse_status(rows.text(3));
    CHECK(before && domain::may_become(*before, status));
    statuses_.add({id, domain::to_text(status)});
    events_.push_back({id, domain::to_text(status), "system", waits ? "not_served" : "",
                       waits ? appointments::Tell::applicant : appointments::Tell::nobody});
    freed_.push_back({rows.id<domain::SlotId>(1), rows.small(2)});
    ++(waits ? closed.not_served : closed.missed);
  }
  void write() {
    scope_.transaction.execute_each(sql::kEndAppointment, statuses_);
    appointments::append_events(scope_, events_);
    appointments::free_seats(scope_, std::move(freed_));
  }

 private:
  engine::Scope& scope_;
  storage::ParameterRows statuses_;
  std::vector<appointments::NewEvent> events_;
  std::vector<appointments::FreedSeats> freed_;
};

ClosedDay end_appointments(engine::Scope& scope, const CloseDay& command) {
  ClosedDay closed;
  Ending ending(scope);
  const std::string on = domain::to_iso(command.day.on);
  {
    storage::Rows rows = scope.transaction.query(
        sql::kListUnattended,
        {command.day.office, command.day.from, command.day.to, on, scope.now, command.at_most});
    while (rows.next()) ending.add(rows, closed);
  }
  closed.more = closed.missed + closed.not_served == command.at_most;
  if (closed.missed + closed.not_served > 0) ending.write();
  return closed;
}

std::optional<TicketState> at_the_end(TicketState state) {
  switch (state) {
    case TicketState::waiting:
      return TicketState::cancelled;
    case TicketState::called:
      return TicketState::absent;
    case TicketState::serving:
      return TicketState::finished;
    case TicketState::finished:
    case TicketState::absent:
    case TicketState::cancelled:
      return std::nullopt;
  }
  CHECK(false);
}

int end_tickets(engine::Scope& scope, const Day& day) {
  std::vector<Ticket> present;
  {
    storage::Rows rows =
        scope.transaction.query(sql::kListPresentTickets, {day.office, domain::to_iso(day.on)});
    while (rows.next()) present.push_back(read_ticket(rows));
  }
  int ended = 0;
  for (Ticket& ticket : present) {
    const auto state = at_the_end(ticket.state);
    if (!state) continue;
    ticket.state = *state;
    ticket.ended_at = scope.now;
    write(scope, ticket, {domain::to_text(*state), 0, "day_ended"});
    ++ended;
  }
  return ended;
}

struct LastClosed {
  domain::Date on;
  base::Instant at;
};

/// When a day may be closed for the first time: also the pools that serve longer are done then.
base::Instant may_close_at(const catalogue::Catalogue& catalogue, const catalogue::Office& office,
                           const Day& day) {
  std::vector<domain::DayChange> changes;
  for (const catalogue::Pool& pool : catalogue.pools()) {
    if (pool.office == office.id) changes.insert(changes.end(), pool.changes.begin(), pool.changes.end());
  }
  const domain::OfficeDay hours = domain::pool_day(office.calendar, changes, day.on);
  if (hours.open.empty()) return day.to;
  const auto end_local =
      base::LocalTime(std::chrono::local_days(day.on)) + std::chrono::minutes(hours.open.back().to);
  return std::min(day.to, office.zone.to_utc(end_local) + kAfterHours);
}

/// The first day of an office that is not closed yet, or was closed before it was over.
Day next_day(storage::Connection& connection, const catalogue::Office& office,
             const std::optional<LastClosed>& last, base::Instant now) {
  if (last) {
    const Day closed = day_on(office.id, office.zone, last->on);
    return last->at < closed.to ? closed : day_on(office.id, office.zone, domain::plus_days(last->on, 1));
  }
  storage::Rows rows = connection.query(sql::kFindFirstUnattended, {office.id, now});
  const bool found = rows.next() && !rows.is_null(0);
  return day_at(office.id, office.zone, found ? rows.instant(0) : now);
}

}  // namespace

CloseDay::Outcome CloseDay::apply(engine::Scope& scope) const {
  ClosedDay closed;
  closed.still_open = scope.now < day.to && !list_counters(scope.transaction.connection(), day).empty();
  if (closed.still_open) return closed;
  closed = end_appointments(scope, *this);
  if (closed.more) return closed;
  const std::string on = domain::to_iso(day.on);
  closed.tickets = end_tickets(scope, day);
  scope.transaction.execute(sql::kDeleteCounters, {day.office, on});
  scope.transaction.execute(sql::kSetClosed, {day.office, on, scope.now});
  announce(scope, day.office);
  return closed;
}

std::vector<CloseDay> list_days_to_close(storage::Connection& connection,
                                         const catalogue::Catalogue& catalogue, base::Instant now) {
  std::unordered_map<domain::OfficeId, LastClosed> closed;
  {
    storage::Rows rows = connection.query(sql::kListClosed);
    while (rows.next()) {
      if (const auto on = domain::parse_date(rows.text(1)))
        closed[rows.id<domain::OfficeId>(0)] = {*on, rows.instant(2)};
    }
  }
  std::vector<CloseDay> days;
  for (const catalogue::Office& office : catalogue.offices()) {
    if (!office.active) continue;
    const auto found = closed.find(office.id);
    const auto last = found == closed.end() ? std::nullopt : std::optional(found->second);
    const Day day = next_day(connection, office, last, now);
    const bool again = last && last->on == day.on;
    if (now >= (again ? day.to : may_close_at(catalogue, office, day))) days.push_back({day});
  }
  return days;
}

ClosedDay close_days(engine::Engine& engine, storage::Connection& connection,
                     const catalogue::Catalogue& catalogue, base::Instant now) {
  ClosedDay all;
  bool went_on = true;
  for (int i = 0; i < kDaysAtOnce && went_on; ++i) {
    went_on = false;
    for (const CloseDay& command : list_days_to_close(connection, catalogue, now)) {
      const ClosedDay closed = engine.run(command);
      went_on = went_on || !closed.still_open;
      all.still_open = all.still_open || closed.still_open;
      all.missed += closed.missed;
      all.not_served += closed.not_served;
      all.tickets += closed.tickets;
    }
  }
  all.more = went_on;
  return all;
}

}  // namespace temujanji::counter
