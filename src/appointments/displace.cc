#include "appointments/displace.h"

#include <algorithm>

#include "appointments/change_status.h"
#include "appointments/details.h"
#include "appointments/displace.sql.h"
#include "appointments/history.h"
#include "base/check.h"
#include "catalogue/changes.h"
#include "catalogue/closures.h"
#include "catalogue/day_changes.h"

namespace temujanji::appointments {
namespace {

/// From the first moment of the closure's dates at the office, or now, to their last.
struct Span {
  base::Instant from, to;
};

Span span_of(const catalogue::Office& office, const domain::Closure& closure, base::Instant now) {
  const auto midnight = [&](domain::Date on) {
    return office.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
  };
  // What begins this very moment has begun.
  return {std::max(now + std::chrono::milliseconds(1), midnight(closure.from)),
          midnight(domain::plus_days(closure.to, 1))};
}

/// Calls `visit` for each row of the statement whose slot lies in the closure.
template <class Visit>
void visit_span(storage::Connection& connection, const storage::Statement& statement,
                const catalogue::Office& office, domain::PoolId pool, const domain::Closure& closure,
                base::Instant now, Visit visit) {
  const Span span = span_of(office, closure, now);
  if (span.to <= span.from) return;
  storage::Rows rows = connection.query(statement, {pool, span.from, span.to});
  while (rows.next()) {
    Affected affected;
    affected.slot = rows.id<domain::SlotId>(1);
    affected.starts_at = rows.instant(2);
    affected.seats = rows.small(4);
    if (domain::lies_in(closure, affected.starts_at, rows.small(3), office.zone)) visit(affected, rows);
  }
}

/// Of a list of one pool, without what it is.
Affected read_affected(const storage::Rows& rows) {
  Affected one;
  one.slot = rows.id<domain::SlotId>(1);
  one.starts_at = rows.instant(2);
  one.seats = rows.small(3);
  return one;
}

/// In the order in which rows are locked everywhere.
std::vector<Affected> sorted(std::vector<Affected> affected) {
  std::ranges::sort(affected, {},
                    [](const Affected& one) { return std::pair(one.appointment.value, one.hold.value); });
  return affected;
}

/// Those of the appointments for which the statement has a row.
std::vector<domain::AppointmentId> lock(engine::Scope& scope, const storage::Statement& statement,
                                        const std::vector<Affected>& affected) {
  std::vector<domain::AppointmentId> asked, locked;
  for (const Affected& one : sorted(affected)) {
    if (one.appointment) asked.push_back(one.appointment);
  }
  storage::ParameterRows rows;
  for (const domain::AppointmentId id : asked) rows.add({id});
  scope.transaction.ask_each(
      statement, rows, [&](std::size_t number, const storage::Rows&) { locked.push_back(asked[number]); });
  scope.transaction.read_answers();
  return locked;
}

struct Change {
  std::string_view kind;
  std::string actor, detail;
};

void change_all(engine::Scope& scope, const storage::Statement& statement,
                const std::vector<domain::AppointmentId>& appointments, const Change& change) {
  storage::ParameterRows rows;
  std::vector<NewEvent> events;
  for (const domain::AppointmentId id : appointments) {
    rows.add({id});
    events.push_back({id, change.kind, change.actor, change.detail, Tell::applicant});
  }
  scope.transaction.execute_each(statement, rows);
  append_events(scope, events);
}

void end_holds(engine::Scope& scope, const std::vector<Affected>& affected) {
  std::vector<domain::HoldId> asked;
  for (const Affected& one : sorted(affected)) {
    if (one.hold) asked.push_back(one.hold);
  }
  storage::ParameterRows rows, ended;
  for (const domain::HoldId id : asked) rows.add({id});
  std::vector<FreedSeats> freed;
  scope.transaction.ask_each(sql::kLockHold, rows, [&](std::size_t number, const storage::Rows& row) {
    ended.add({asked[number], scope.now});
    freed.push_back({row.id<domain::SlotId>(0), row.small(1)});
  });
  scope.transaction.read_answers();
  scope.transaction.execute_each(sql::kEndClosedHold, ended);
  free_seats(scope, std::move(freed));
}

/// Who made it, or undid it; nothing if it does not stand so, which under its claim stays so.
std::optional<std::string> find_author(storage::Connection& connection, const Cause& cause) {
  if (const auto* closure = std::get_if<domain::ClosureId>(&cause.id))
    return catalogue::find_author(connection, *closure, cause.undone);
  if (const auto* id = std::get_if<domain::ChangeId>(&cause.id)) {
    const auto change = catalogue::find_change(connection, *id);
    return change ? std::optional(change->made_by) : std::nullopt;
  }
  return catalogue::find_changer(connection, std::get<domain::DayChangeId>(cause.id), cause.undone);
}

std::string detail_of(const Cause& cause) {
  return std::visit([](const auto& which) { return displaced_by(which); }, cause.id);
}

base::Result<domain::Status, domain::LifeCycleRefusal> cancel_displaced(domain::Status status, base::Instant,
                                                                        base::Instant) {
  if (status != domain::Status::displaced) return domain::LifeCycleRefusal::wrong_state;
  return domain::cancel_by_department(status);
}

}  // namespace

std::vector<Affected> list_booked_in(storage::Connection& connection, const catalogue::Office& office,
                                     domain::PoolId pool, const domain::Closure& closure, base::Instant now) {
  std::vector<Affected> booked;
  const auto add = [&](Affected& one, const storage::Rows& rows) {
    one.appointment = rows.id<domain::AppointmentId>(0);
    booked.push_back(one);
  };
  visit_span(connection, sql::kListBookedInSpan, office, pool, closure, now, add);
  return booked;
}

std::vector<Affected> list_live_in(storage::Connection& connection, const catalogue::Office& office,
                                   domain::PoolId pool, const domain::Closure& closure, base::Instant now) {
  std::vector<Affected> live = list_booked_in(connection, office, pool, closure, now);
  const auto add = [&](Affected& one, const storage::Rows& rows) {
    one.appointment = rows.id<domain::AppointmentId>(0);
    live.push_back(one);
  };
  visit_span(connection, sql::kListDisplacedInSpan, office, pool, closure, now, add);
  std::ranges::stable_sort(live, {}, &Affected::starts_at);
  return live;
}

std::vector<Affected> list_held_in(storage::Connection& connection, const catalogue::Office& office,
                                   domain::PoolId pool, const domain::Closure& closure, base::Instant now) {
  std::vector<Affected> held;
  const auto add = [&](Affected& one, const storage::Rows& rows) {
    one.hold = rows.id<domain::HoldId>(0);
    held.push_back(one);
  };
  visit_span(connection, sql::kListHeldInSpan, office, pool, closure, now, add);
  return held;
}

std::vector<Affected> list_restorable(storage::Connection& connection, const catalogue::Office& office,
                                      domain::PoolId pool, const domain::Closure& closure, base::Instant now,
                                      Where where) {
  std::vector<Affected> displaced;
  const auto add = [&](Affected& one, const storage::Rows& rows) {
    const bool on_offer = rows.small(5) == 0;
    if (one.starts_at < now + kRestoredBefore || (where == Where::on_offer && !on_offer)) return;
    one.appointment = rows.id<domain::AppointmentId>(0);
    displaced.push_back(one);
  };
  visit_span(connection, sql::kListDisplacedInSpan, office, pool, closure, now, add);
  return displaced;
}

std::vector<domain::AppointmentId> list_displaced_at(storage::Connection& connection, domain::OfficeId office,
                                                     int at_most) {
  std::vector<domain::AppointmentId> displaced;
  storage::Rows rows = connection.query(sql::kListDisplacedAt, {office, at_most});
  while (rows.next()) displaced.push_back(rows.id<domain::AppointmentId>(0));
  return displaced;
}

std::int64_t count_displaced_at(storage::Connection& connection, domain::OfficeId office) {
  storage::Rows rows = connection.query(sql::kCountDisplacedAt, {office});
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<Affected> list_stranded(storage::Connection& connection, domain::PoolId pool, base::Instant now) {
  std::vector<Affected> stranded;
  // What begins this very moment has begun.
  const base::Instant from = now + std::chrono::milliseconds(1);
  for (auto rows = connection.query(sql::kListBookedOffOffer, {pool, from}); rows.next();) {
    stranded.push_back(read_affected(rows));
    stranded.back().appointment = rows.id<domain::AppointmentId>(0);
  }
  for (auto rows = connection.query(sql::kListHeldOffOffer, {pool, from}); rows.next();) {
    stranded.push_back(read_affected(rows));
    stranded.back().hold = rows.id<domain::HoldId>(0);
  }
  return stranded;
}

std::vector<Affected> list_restorable(storage::Connection& connection, domain::PoolId pool,
                                      base::Instant now) {
  std::vector<Affected> displaced;
  for (auto rows = connection.query(sql::kListDisplacedOnOffer, {pool, now + kRestoredBefore});
       rows.next();) {
    displaced.push_back(read_affected(rows));
    displaced.back().appointment = rows.id<domain::AppointmentId>(0);
  }
  return displaced;
}

std::int64_t Cause::row() const {
  return std::visit([](const auto& which) { return which.value; }, id);
}

Displace::Outcome Displace::apply(engine::Scope& scope) const {
  CHECK(affected.size() <= kAffectedMax);
  const auto author = find_author(scope.transaction.connection(), cause);
  if (!author) return false;
  end_holds(scope, affected);
  // What a closure closes is closed, whatever is published there.
  const bool is_closed = std::holds_alternative<domain::ClosureId>(cause.id);
  const auto booked = lock(scope, is_closed ? sql::kLockBooked : sql::kLockBookedOffOffer, affected);
  change_all(scope, sql::kSetDisplaced, booked, {"displaced", *author, detail_of(cause)});
  return true;
}

void Displace::claim(engine::Claims& claims) const {
  claims.rows.push_back(cause.row());
  // Nobody is checked in there meanwhile.
  claims.rows.push_back(office.value);
  for (const Affected& one : affected) claims.rows.push_back(one.slot.value);
}

Restore::Outcome Restore::apply(engine::Scope& scope) const {
  CHECK(affected.size() <= kAffectedMax);
  const auto author = find_author(scope.transaction.connection(), cause);
  if (!author) return false;
  const auto displaced = lock(scope, sql::kLockDisplaced, affected);
  change_all(scope, sql::kSetBooked, displaced, {"booked", *author, std::string(kRestored)});
  return true;
}

void Restore::claim(engine::Claims& claims) const {
  claims.rows.push_back(cause.row());
  for (const Affected& one : affected) claims.rows.push_back(one.slot.value);
}

CancelDisplaced::Outcome CancelDisplaced::apply(engine::Scope& scope) const {
  return change_status(scope, {appointment, actor, reason}, cancel_displaced);
}

}  // namespace temujanji::appointments
