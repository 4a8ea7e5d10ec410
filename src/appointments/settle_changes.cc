#include "appointments/settle_changes.h"

#include <algorithm>

#include "base/check.h"
#include "catalogue/changes.h"

namespace temujanji::appointments {
namespace {

constexpr domain::Date kFarAway{std::chrono::year(9999), std::chrono::month(12), std::chrono::day(31)};

/// Whether nothing is left to do at the pool.
bool settle(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
            const catalogue::KeptChange& change, const catalogue::Pool& pool, SettleReport& report) {
  const Cause cause{change.id};
  const auto find = [&] { return list_stranded(reader, pool.id, clock.now()); };
  return displace_all(engine, cause, pool.office, find, report) &&
         restore_all(engine, cause, list_restorable(reader, pool.id, clock.now()), report);
}

bool concerns(const catalogue::KeptChange& change, const catalogue::Office& office,
              const catalogue::Pool& pool) {
  return std::ranges::find(change.pools, office.code + "/" + pool.code) != change.pools.end();
}

}  // namespace

SettleReport settle_changes(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const base::Clock& clock, int days, const std::function<bool()>& go_on) {
  SettleReport report;
  const auto unsettled = catalogue::list_unsettled_changes(reader);
  if (unsettled.empty()) return report;
  const auto catalogue = catalogue::Catalogue::load(reader);
  for (const catalogue::KeptChange& change : unsettled) {
    for (const catalogue::Pool& pool : catalogue->pools()) {
      const catalogue::Office* office = catalogue->find_office(pool.office);
      CHECK(office != nullptr);
      if (!concerns(change, *office, pool)) continue;
      if (!go_on()) return report;
      const domain::Date today = office->zone.date_at(clock.now());
      report.slots.add(catalogue::publish_dates(engine, reader, ids, *catalogue, pool, clock.now(), days,
                                                today, kFarAway));
      if (report.slots.outdated || !settle(engine, reader, clock, change, pool, report)) return report;
    }
    engine.run(catalogue::SettleChange{change.id});
    ++report.causes;
  }
  return report;
}

}  // namespace temujanji::appointments
