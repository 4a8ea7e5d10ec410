#include "features/staff/change_day/act.h"

#include "audit/append.h"
#include "base/check.h"
#include "features/approval_subjects.h"

namespace temujanji::features::change_day {
namespace {

/// "2026-11-28, minutes 480 to 780, 4 seats, extra hours, pool 7"
std::string detail_of(domain::PoolId pool, const domain::DayChange& change) {
  std::string detail = domain::to_iso(change.on) + ", minutes " + std::to_string(change.part.from) + " to " +
                       std::to_string(change.part.to);
  if (change.seats) detail += ", " + std::to_string(*change.seats) + " seats";
  if (change.opens) detail += ", extra hours";
  return detail + ", pool " + std::to_string(pool.value);
}

}  // namespace

ChangeDay::Outcome ChangeDay::apply(engine::Scope& scope) const {
  auto outcome = add.apply(scope);
  if (!outcome) return outcome;
  if (ask) {
    CHECK(ask->apply(scope).ok());
  } else {
    audit::append(
        scope, {add.actor, "changed_day", subject_of(add.id), office.value, detail_of(add.pool, add.change)});
  }
  return outcome;
}

UndoDayChange::Outcome UndoDayChange::apply(engine::Scope& scope) const {
  const bool undone = remove.apply(scope);
  if (undone) audit::append(scope, {remove.actor, "undid_day_change", subject_of(remove.id), office.value});
  return undone;
}

bool begin(engine::Scope& scope, const staff::Approval& approval) {
  const auto id = parse_day_change(approval.subject);
  CHECK(id.has_value());
  const auto kept = catalogue::find_day_change(scope.transaction.connection(), *id);
  if (!kept || !catalogue::begin_day_change(scope, *id)) return false;
  audit::append(scope,
                {"staff:" + std::to_string(approval.asked_by.value), "changed_day", approval.subject,
                 approval.office ? approval.office->value : 0,
                 detail_of(kept->pool, kept->change) + ", approval:" + std::to_string(approval.id.value)});
  return true;
}

}  // namespace temujanji::features::change_day
