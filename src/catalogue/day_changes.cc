#include "catalogue/day_changes.h"

#include "catalogue/catalogue.sql.h"
#include "catalogue/day_changes.sql.h"
#include "catalogue/rows.h"

namespace temujanji::catalogue {
namespace {

KeptDayChange read_kept_day_change(const storage::Rows& rows) {
  KeptDayChange kept;
  kept.id = rows.id<domain::DayChangeId>(0);
  kept.pool = rows.id<domain::PoolId>(1);
  kept.change = read_day_change(rows, 2);
  kept.reason = {rows.string(7), rows.string(8)};
  kept.made_by = rows.string(9);
  kept.made_at = rows.instant(10);
  kept.begun = !rows.is_null(11);
  kept.removed = !rows.is_null(12);
  kept.settled = !rows.is_null(13);
  return kept;
}

std::vector<KeptDayChange> read_day_changes(storage::Rows rows) {
  std::vector<KeptDayChange> all;
  while (rows.next()) all.push_back(read_kept_day_change(rows));
  return all;
}

}  // namespace

std::vector<KeptDayChange> list_day_changes(storage::Connection& connection, domain::PoolId pool,
                                            domain::Date from, domain::Date to) {
  return read_day_changes(
      connection.query(sql::kListDayChangesOfPool, {pool, domain::to_iso(from), domain::to_iso(to)}));
}

std::vector<KeptDayChange> list_unsettled_day_changes(storage::Connection& connection) {
  return read_day_changes(connection.query(sql::kListUnsettledDayChanges));
}

std::optional<KeptDayChange> find_day_change(storage::Connection& connection, domain::DayChangeId id) {
  storage::Rows rows = connection.query(sql::kFindDayChange, {id});
  if (!rows.next()) return std::nullopt;
  return read_kept_day_change(rows);
}

AddDayChange::Outcome AddDayChange::apply(engine::Scope& scope) const {
  {
    storage::Rows rows = scope.transaction.query(sql::kFindRevision, {"catalogue"});
    if (!rows.next() || rows.integer(0) != revision) return DayChangeRefusal::outdated;
  }
  const std::optional<base::Instant> begun_at = begins ? std::optional(scope.now) : std::nullopt;
  const std::string on = domain::to_iso(change.on);
  scope.transaction.execute(sql::kInsertDayChange,
                            {id, pool, on, change.part.from, change.part.to, change.seats,
                             change.opens ? 1 : 0, reason.ms, reason.en, actor, scope.now, begun_at});
  if (begins) tell_everybody(scope);
  return base::Done{};
}

bool begin_day_change(engine::Scope& scope, domain::DayChangeId id) {
  if (scope.transaction.execute(sql::kBeginDayChange, {id, scope.now}) == 0) return false;
  tell_everybody(scope);
  return true;
}

RemoveDayChange::Outcome RemoveDayChange::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kRemoveDayChange, {id, actor, scope.now}) == 0) return false;
  const auto removed = find_day_change(scope.transaction.connection(), id);
  if (removed && removed->begun) tell_everybody(scope);
  return true;
}

SettleDayChange::Outcome SettleDayChange::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kSettleDayChange, {id, scope.now, removed ? 1 : 0});
  return {};
}

std::optional<std::string> find_changer(storage::Connection& connection, domain::DayChangeId id,
                                        bool removed) {
  storage::Rows rows = connection.query(sql::kFindChanger, {id});
  if (!rows.next() || rows.is_null(1) == removed) return std::nullopt;
  return rows.string(removed ? 1 : 0);
}

}  // namespace temujanji::catalogue
