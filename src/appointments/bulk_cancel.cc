#include "appointments/bulk_cancel.h"

#include <algorithm>
#include <set>

#include "appointments/bulk_cancel.sql.h"
#include "appointments/details.h"
#include "appointments/history.h"
#include "base/fault.h"

namespace temujanji::appointments {
namespace {

constexpr int kAtOnce = 200;

BulkCancellation read(const storage::Rows& rows) {
  BulkCancellation cancellation;
  cancellation.id = rows.id<domain::BulkCancellationId>(0);
  cancellation.office = rows.id<domain::OfficeId>(1);
  const auto on = domain::parse_date(rows.text(2));
  if (!on) throw base::Fault("a bulk cancellation holds something that is no date");
  cancellation.on = *on;
  if (!rows.is_null(3)) cancellation.pool = rows.id<domain::PoolId>(3);
  if (!rows.is_null(4) && !rows.is_null(5)) cancellation.part = {rows.small(4), rows.small(5)};
  cancellation.reason = {rows.string(6), rows.string(7)};
  cancellation.asked_by = rows.id<domain::StaffId>(8);
  cancellation.asked_at = rows.instant(9);
  cancellation.approved_at = rows.instant_or_none(10);
  cancellation.ended_at = rows.instant_or_none(11);
  return cancellation;
}

std::vector<BulkCancellation> read_all(storage::Rows rows) {
  std::vector<BulkCancellation> all;
  while (rows.next()) all.push_back(read(rows));
  return all;
}

std::vector<BulkMember> list_waiting(storage::Connection& connection, domain::BulkCancellationId id) {
  std::vector<BulkMember> members;
  storage::Rows rows = connection.query(sql::kListBulkWaiting, {id, kAtOnce});
  while (rows.next()) members.push_back({rows.id<domain::AppointmentId>(0), rows.id<domain::SlotId>(1)});
  return members;
}

/// Those that can be cancelled, locked, with the seats that come back.
std::vector<domain::AppointmentId> lock_cancellable(engine::Scope& scope,
                                                    const std::vector<BulkMember>& members,
                                                    std::vector<FreedSeats>& freed) {
  std::vector<BulkMember> asked = members;
  std::ranges::sort(asked, {}, [](const BulkMember& member) { return member.appointment.value; });
  std::vector<domain::AppointmentId> locked;
  storage::ParameterRows rows;
  for (const BulkMember& member : asked) rows.add({member.appointment, member.slot, scope.now});
  scope.transaction.ask_each(sql::kLockCancellable, rows, [&](std::size_t number, const storage::Rows& row) {
    locked.push_back(asked[number].appointment);
    freed.push_back({asked[number].slot, row.small(0)});
  });
  scope.transaction.read_answers();
  return locked;
}

}  // namespace

std::optional<BulkCancellation> find_bulk_cancellation(storage::Connection& connection,
                                                       domain::BulkCancellationId id) {
  storage::Rows rows = connection.query(sql::kFindBulkCancellation, {id});
  return rows.next() ? std::optional(read(rows)) : std::nullopt;
}

std::vector<BulkCancellation> list_bulk_cancellations(storage::Connection& connection,
                                                      domain::OfficeId office, int at_most) {
  return read_all(connection.query(sql::kListBulkCancellations, {office, at_most}));
}

BulkCount count_bulk(storage::Connection& connection, domain::BulkCancellationId id) {
  storage::Rows rows = connection.query(sql::kCountBulk, {id});
  if (!rows.next()) return {};
  return {rows.small(0), rows.small(1), rows.small(2)};
}

std::vector<domain::AppointmentId> list_bulk(storage::Connection& connection, domain::BulkCancellationId id) {
  std::vector<domain::AppointmentId> appointments;
  storage::Rows rows = connection.query(sql::kListBulk, {id});
  while (rows.next()) appointments.push_back(rows.id<domain::AppointmentId>(0));
  return appointments;
}

KeepBulkCancellation::Outcome KeepBulkCancellation::apply(engine::Scope& scope) const {
  const auto& [id, office, on, pool, part, reason, asked_by, asked_at, approved_at, ended_at] = cancellation;
  const storage::Parameter none(nullptr);
  const std::string day = domain::to_iso(on);
  scope.transaction.execute(
      sql::kInsertBulkCancellation,
      {id, office, day, pool, part ? storage::Parameter(part->from) : none,
       part ? storage::Parameter(part->to) : none, reason.ms, reason.en, asked_by, scope.now});
  storage::ParameterRows rows;
  for (const BulkMember& member : members) rows.add({id, member.appointment, member.slot});
  scope.transaction.execute_each(sql::kInsertBulkMember, rows);
  return {};
}

bool approve_bulk_cancellation(engine::Scope& scope, domain::BulkCancellationId id) {
  return scope.transaction.execute(sql::kApproveBulkCancellation, {id, scope.now}) == 1;
}

CancelSome::Outcome CancelSome::apply(engine::Scope& scope) const {
  std::vector<FreedSeats> freed;
  const auto cancelled = lock_cancellable(scope, members, freed);
  const std::string by = "staff:" + std::to_string(actor.value);
  const std::string detail = cancelled_by(cancellation);
  std::set<std::int64_t> done;
  storage::ParameterRows statuses, outcomes;
  std::vector<NewEvent> events;
  for (const domain::AppointmentId id : cancelled) {
    done.insert(id.value);
    statuses.add({id});
    events.push_back({id, "cancelled_by_department", by, detail, Tell::applicant});
  }
  for (const BulkMember& member : members) {
    const bool is_done = done.contains(member.appointment.value);
    outcomes.add({cancellation, member.appointment, is_done ? "cancelled" : "kept"});
  }
  scope.transaction.execute_each(sql::kSetCancelled, statuses);
  scope.transaction.execute_each(sql::kSetBulkOutcome, outcomes);
  append_events(scope, events);
  free_seats(scope, std::move(freed));
  return static_cast<int>(cancelled.size());
}

void CancelSome::claim(engine::Claims& claims) const {
  claims.rows.push_back(cancellation.value);
  // Nobody is checked in there meanwhile.
  claims.rows.push_back(office.value);
  for (const BulkMember& member : members) claims.rows.push_back(member.slot.value);
}

EndBulkCancellation::Outcome EndBulkCancellation::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kEndBulkCancellation, {id, scope.now});
  return {};
}

int cancel_approved(engine::Engine& engine, storage::Connection& reader, const std::function<bool()>& go_on) {
  int cancelled = 0;
  for (const BulkCancellation& open : read_all(reader.query(sql::kListOpenBulkCancellations))) {
    for (auto members = list_waiting(reader, open.id); !members.empty();
         members = list_waiting(reader, open.id)) {
      if (!go_on()) return cancelled;
      cancelled += engine.run(CancelSome{open.id, open.office, open.asked_by, std::move(members)});
    }
    engine.run(EndBulkCancellation{open.id});
  }
  return cancelled;
}

}  // namespace temujanji::appointments
