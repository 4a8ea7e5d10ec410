#include "appointments/settle_closures.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "catalogue/closures.h"

namespace temujanji::appointments {
namespace {

/// Whether nothing is left to do at the pool.
bool settle(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
            const catalogue::KeptClosure& kept, const catalogue::Office& office, domain::PoolId pool,
            SettleReport& report) {
  const Cause cause{kept.id, kept.removed};
  if (kept.removed) {
    return restore_all(engine, cause,
                       list_restorable(reader, office, pool, kept.closure, clock.now(), Where::on_offer),
                       report);
  }
  const auto find = [&] {
    const base::Instant now = clock.now();
    auto affected = list_held_in(reader, office, pool, kept.closure, now);
    std::ranges::copy(list_booked_in(reader, office, pool, kept.closure, now), std::back_inserter(affected));
    return affected;
  };
  return displace_all(engine, cause, office.id, find, report);
}

}  // namespace

SettleReport settle_closures(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                             const base::Clock& clock, int days, const std::function<bool()>& go_on) {
  SettleReport report;
  const auto unsettled = catalogue::list_unsettled_closures(reader);
  if (unsettled.empty()) return report;
  const auto catalogue = catalogue::Catalogue::load(reader);
  for (const catalogue::KeptClosure& kept : unsettled) {
    for (const catalogue::Pool& pool : catalogue->pools()) {
      const catalogue::Office* office = catalogue->find_office(pool.office);
      CHECK(office != nullptr);
      if (!kept.place.holds(*office)) continue;
      if (!go_on()) return report;
      report.slots.add(catalogue::publish_dates(engine, reader, ids, *catalogue, pool, clock.now(), days,
                                                kept.closure.from, kept.closure.to));
      if (report.slots.outdated || !settle(engine, reader, clock, kept, *office, pool.id, report))
        return report;
    }
    engine.run(catalogue::SettleClosure{kept.id, kept.removed});
    ++report.causes;
  }
  return report;
}

}  // namespace temujanji::appointments
