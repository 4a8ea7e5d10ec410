#include "catalogue/closures.h"

#include "catalogue/closures.sql.h"
#include "catalogue/rows.h"

namespace temujanji::catalogue {
namespace {

KeptClosure read_closure(const storage::Rows& rows) {
  KeptClosure kept;
  kept.id = rows.id<domain::ClosureId>(0);
  if (!rows.is_null(1)) kept.place.state = rows.string(1);
  if (!rows.is_null(2)) kept.place.office = rows.id<domain::OfficeId>(2);
  kept.closure = {
      date_of(rows.text(3)), date_of(rows.text(4)), std::nullopt, {rows.string(7), rows.string(8)}};
  if (!rows.is_null(5) && !rows.is_null(6)) kept.closure.part = {rows.small(5), rows.small(6)};
  if (!rows.is_null(9)) kept.made_by = rows.string(9);
  if (!rows.is_null(10)) kept.made_at = rows.instant(10);
  kept.removed = !rows.is_null(11);
  kept.settled = !kept.is_of_staff() || !rows.is_null(12);
  return kept;
}

std::vector<KeptClosure> read_closures(storage::Rows rows) {
  std::vector<KeptClosure> all;
  while (rows.next()) all.push_back(read_closure(rows));
  return all;
}

bool has_row(storage::Rows rows) {
  return rows.next();
}

}  // namespace

std::vector<KeptClosure> list_coming_closures(storage::Connection& connection, domain::Date from) {
  return read_closures(connection.query(sql::kListComingClosures, {domain::to_iso(from)}));
}

std::vector<KeptClosure> list_unsettled_closures(storage::Connection& connection) {
  return read_closures(connection.query(sql::kListUnsettledClosures));
}

std::optional<KeptClosure> find_closure(storage::Connection& connection, domain::ClosureId id) {
  storage::Rows rows = connection.query(sql::kFindClosure, {id});
  if (!rows.next()) return std::nullopt;
  return read_closure(rows);
}

AddClosure::Outcome AddClosure::apply(engine::Scope& scope) const {
  const std::string from = domain::to_iso(closure.from);
  const std::string to = domain::to_iso(closure.to);
  const domain::MinuteSpan part = closure.part.value_or(domain::MinuteSpan{-1, -1});
  const std::int64_t office = place.office ? place.office->value : 0;
  if (!has_row(scope.transaction.query(sql::kFindPlace, {office, place.state})))
    return ClosureRefusal::place_gone;
  if (has_row(scope.transaction.query(sql::kFindSameClosure,
                                      {office, place.state, from, to, part.from, part.to})))
    return ClosureRefusal::already_there;
  const storage::Parameter none(nullptr);
  scope.transaction.execute(
      sql::kAddClosure,
      {id, place.state.empty() ? none : storage::Parameter(place.state), place.office, from, to,
       closure.part ? storage::Parameter(part.from) : none, closure.part ? storage::Parameter(part.to) : none,
       closure.reason.ms, closure.reason.en, actor, scope.now});
  tell_everybody(scope);
  return base::Done{};
}

RemoveClosure::Outcome RemoveClosure::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kRemoveClosure, {id, actor, scope.now}) == 0) return false;
  tell_everybody(scope);
  return true;
}

SettleClosure::Outcome SettleClosure::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kSettleClosure, {id, scope.now, removed ? 1 : 0});
  return {};
}

std::optional<std::string> find_author(storage::Connection& connection, domain::ClosureId id, bool removed) {
  storage::Rows rows = connection.query(sql::kFindAuthor, {id});
  if (!rows.next() || rows.is_null(1) == removed) return std::nullopt;
  const int author = removed ? 1 : 0;
  if (rows.is_null(author)) return std::nullopt;
  return rows.string(author);
}

}  // namespace temujanji::catalogue
