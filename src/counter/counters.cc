#include "counter/counters.h"

#include <algorithm>

#include "counter/counters.sql.h"
#include "counter/store.h"
#include "counter/ticket.sql.h"

namespace temujanji::counter {
namespace {

std::vector<Counter> read_counters(storage::Rows rows) {
  std::vector<Counter> counters;
  while (rows.next()) {
    if (counters.empty() || counters.back().name != rows.text(0))
      counters.push_back({rows.string(0), rows.integer(1), rows.instant(2), {}});
    counters.back().pools.push_back(rows.id<domain::PoolId>(3));
  }
  return counters;
}

std::optional<NotOpened> refusal_of(engine::Scope& scope, const OpenCounter& command,
                                    const std::string& name) {
  storage::Connection& connection = scope.transaction.connection();
  if (command.pools.empty()) return NotOpened{OpenCounterRefusal::bad_pools};
  for (const domain::PoolId pool : command.pools) {
    if (!connection.query(sql::kFindPoolOfOffice, {pool, command.day.office}).next())
      return NotOpened{OpenCounterRefusal::bad_pools};
  }
  const auto present = find_counter(connection, command.day, name);
  if (present && present->staff != command.staff && !command.take_over)
    return NotOpened{OpenCounterRefusal::taken, present->staff, {}};
  storage::Rows rows = connection.query(sql::kFindCounterOfStaff,
                                        {command.day.office, command.staff, domain::to_iso(command.day.on)});
  if (rows.next() && rows.text(0) != name)
    return NotOpened{OpenCounterRefusal::open_elsewhere, 0, rows.string(0)};
  return std::nullopt;
}

}  // namespace

std::vector<Counter> list_counters(storage::Connection& connection, const Day& day) {
  return read_counters(connection.query(sql::kListCounters, {day.office, domain::to_iso(day.on)}));
}

std::optional<Counter> find_counter(storage::Connection& connection, const Day& day, std::string_view name) {
  auto found = read_counters(connection.query(sql::kFindCounter, {day.office, domain::to_iso(day.on), name}));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

OpenCounter::Outcome OpenCounter::apply(engine::Scope& scope) const {
  const auto plain = domain::parse_counter_name(name);
  if (!plain) return NotOpened{OpenCounterRefusal::bad_name};
  if (auto refused = refusal_of(scope, *this, *plain)) return *std::move(refused);
  const auto present = find_counter(scope.transaction.connection(), day, *plain);
  const bool is_own = present && present->staff == staff;
  Counter opened{*plain, staff, is_own ? present->since : scope.now, pools};
  std::ranges::sort(opened.pools, {}, &domain::PoolId::value);
  opened.pools.erase(std::unique(opened.pools.begin(), opened.pools.end()), opened.pools.end());
  const std::string on = domain::to_iso(day.on);
  scope.transaction.execute(sql::kDeleteCounterOfStaff, {day.office, staff, on});
  scope.transaction.execute(sql::kDeleteCounter, {day.office, opened.name});
  scope.transaction.execute(sql::kInsertCounter, {day.office, opened.name, on, staff, opened.since});
  for (const domain::PoolId pool : opened.pools)
    scope.transaction.execute(sql::kInsertCounterPool, {day.office, opened.name, pool});
  announce(scope, day.office);
  return opened;
}

CloseCounter::Outcome CloseCounter::apply(engine::Scope& scope) const {
  storage::Connection& connection = scope.transaction.connection();
  if (!find_counter(connection, day, name)) return CloseCounterRefusal::not_open;
  if (find_one(connection, sql::kFindTicketAtCounter, {day.office, domain::to_iso(day.on), name}))
    return CloseCounterRefusal::busy;
  scope.transaction.execute(sql::kDeleteCounter, {day.office, name});
  announce(scope, day.office);
  return base::Done{};
}

SetRules::Outcome SetRules::apply(engine::Scope& scope) const {
  for (const std::chrono::minutes minutes : {rules.arrival.early, rules.arrival.late}) {
    if (minutes.count() < 0 || minutes > kArrivalRuleMost) return RulesRefusal::minutes;
  }
  scope.transaction.execute(sql::kSetRules,
                            {office, rules.walk_ins ? 1 : 0, std::int64_t{rules.arrival.early.count()},
                             std::int64_t{rules.arrival.late.count()}});
  announce(scope, office);
  return base::Done{};
}

}  // namespace temujanji::counter
