#include "appointments/move.h"

#include <optional>

#include "appointments/details.h"
#include "appointments/history.h"
#include "appointments/move.sql.h"
#include "appointments/take_seats.sql.h"
#include "base/check.h"
#include "domain/life_cycle.h"

namespace temujanji::appointments {
namespace {

struct Present {
  domain::Status status;
  domain::SlotId slot;
  int seats;
  domain::ServiceId service;
  base::Instant starts_at;
  domain::OfficeId office;
};

std::optional<Present> find_present(engine::Scope& scope, domain::AppointmentId id) {
  storage::Rows rows = scope.transaction.query(sql::kFindMovable, {id});
  if (!rows.next()) return std::nullopt;
  const auto status = domain::parse_status(rows.text(0));
  CHECK(status.has_value());
  return Present{*status,         rows.id<domain::SlotId>(1),  rows.small(2), rows.id<domain::ServiceId>(3),
                 rows.instant(4), rows.id<domain::OfficeId>(5)};
}

struct SlotRow {
  domain::SlotId id;
  domain::PoolId pool;
  base::Instant starts_at;
  int seats = 0;
  int taken = 0;
  bool on_offer = false;
};

/// Both slots, locked in the order of their ids.
struct Slots {
  SlotRow from, to;
};

Slots lock_slots(engine::Scope& scope, domain::SlotId from, domain::SlotId to) {
  Slots slots;
  slots.from.id = from;
  slots.to.id = to;
  storage::ParameterRows rows;
  rows.add({from});
  rows.add({to});
  scope.transaction.ask_each(sql::kFindSlotSeats, rows, [&](std::size_t number, const storage::Rows& row) {
    SlotRow& slot = number == 0 ? slots.from : slots.to;
    slot.pool = row.id<domain::PoolId>(0);
    slot.starts_at = row.instant(1);
    slot.seats = row.small(2);
    slot.taken = row.small(3);
    slot.on_offer = row.integer(4) == 0;
  });
  scope.transaction.read_answers();
  return slots;
}

std::optional<domain::OfficeId> find_serving_office(engine::Scope& scope, domain::PoolId pool,
                                                    domain::ServiceId service) {
  storage::Rows rows = scope.transaction.query(sql::kFindServingOffice, {pool, service});
  if (!rows.next()) return std::nullopt;
  return rows.id<domain::OfficeId>(0);
}

void change_seats(engine::Scope& scope, Slots& slots, int seats) {
  if (slots.from.id == slots.to.id) return;
  slots.from.taken -= seats;
  slots.to.taken += seats;
  storage::ParameterRows taken;
  for (const SlotRow* slot : {&slots.from, &slots.to}) {
    taken.add({slot->id, slot->taken});
    scope.events.seats.push_back({slot->pool.value, slot->id.value, slot->seats, slot->taken});
  }
  scope.transaction.connection().number_transaction();
  scope.transaction.execute_each(sql::kSetTaken, taken);
}

}  // namespace

MoveAppointment::Outcome MoveAppointment::apply(engine::Scope& scope) const {
  const auto present = find_present(scope, appointment);
  if (!present) return MoveRefusal::unknown;
  if (present->slot != from) return MoveRefusal::changed_meanwhile;
  const auto next = domain::move_by_department(present->status, present->starts_at, scope.now);
  const bool is_displaced = present->status == domain::Status::displaced;
  if (!next || (from == to && !is_displaced)) return MoveRefusal::wrong_state;
  Slots slots = lock_slots(scope, from, to);
  if (!slots.to.on_offer || slots.to.starts_at <= scope.now) return MoveRefusal::slot_gone;
  if (from != to && slots.to.seats - slots.to.taken < present->seats) return MoveRefusal::slot_full;
  const auto office = find_serving_office(scope, slots.to.pool, present->service);
  if (!office) return MoveRefusal::not_offered;
  const bool must_agree = slots.to.starts_at < present->starts_at || *office != present->office;
  if (must_agree && !agreed) return MoveRefusal::needs_agreement;
  change_seats(scope, slots, present->seats);
  scope.transaction.execute(sql::kMoveAppointment, {appointment, to});
  const std::string detail = to_detail({present->starts_at, present->office, must_agree});
  append_event(scope, appointment, to_text(*next), actor, detail, Tell::applicant);
  return slots.to.starts_at;
}

}  // namespace temujanji::appointments
