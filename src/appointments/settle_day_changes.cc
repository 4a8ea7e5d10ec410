#include "appointments/settle_day_changes.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/check.h"
#include "catalogue/day_changes.h"

namespace temujanji::appointments {
namespace {

/// Those of the pool that begin in the changed part of the day and are off offer.
std::set<std::int64_t> slots_off_offer(storage::Connection& reader, const catalogue::KeptDayChange& kept,
                                       const catalogue::Office& office) {
  const auto at = [&](int minute) {
    return office.zone.to_utc(std::chrono::local_days(kept.change.on) + std::chrono::minutes(minute));
  };
  std::set<std::int64_t> found;
  for (const catalogue::PoolSlot& slot :
       catalogue::list_pool_slots(reader, kept.pool, at(kept.change.part.from), at(kept.change.part.to))) {
    if (slot.withdrawn) found.insert(slot.id.value);
  }
  return found;
}

/// Whether nothing is left to do.
bool settle(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
            const catalogue::KeptDayChange& kept, const catalogue::Office& office, SettleReport& report) {
  const Cause cause{kept.id, kept.removed};
  const domain::Closure whole_day{kept.change.on, kept.change.on, std::nullopt, {}};
  const auto find = [&] {
    const base::Instant now = clock.now();
    const std::set<std::int64_t> off_offer = slots_off_offer(reader, kept, office);
    auto affected = list_held_in(reader, office, kept.pool, whole_day, now);
    std::ranges::copy(list_booked_in(reader, office, kept.pool, whole_day, now),
                      std::back_inserter(affected));
    std::erase_if(affected, [&](const Affected& one) { return !off_offer.contains(one.slot.value); });
    return affected;
  };
  return displace_all(engine, cause, office.id, find, report) &&
         restore_all(engine, cause,
                     list_restorable(reader, office, kept.pool, whole_day, clock.now(), Where::on_offer),
                     report);
}

}  // namespace

SettleReport settle_day_changes(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                                const base::Clock& clock, int days, const std::function<bool()>& go_on) {
  SettleReport report;
  const auto unsettled = catalogue::list_unsettled_day_changes(reader);
  if (unsettled.empty()) return report;
  const auto catalogue = catalogue::Catalogue::load(reader);
  for (const catalogue::KeptDayChange& kept : unsettled) {
    if (!go_on()) return report;
    const catalogue::Pool* pool = catalogue->find_pool(kept.pool);
    const catalogue::Office* office = pool == nullptr ? nullptr : catalogue->find_office(pool->office);
    if (office == nullptr) continue;
    report.slots.add(catalogue::publish_dates(engine, reader, ids, *catalogue, *pool, clock.now(), days,
                                              kept.change.on, kept.change.on));
    if (report.slots.outdated || !settle(engine, reader, clock, kept, *office, report)) return report;
    engine.run(catalogue::SettleDayChange{kept.id, kept.removed});
    ++report.causes;
  }
  return report;
}

void trim_changed_days(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                       const catalogue::Catalogue& catalogue, const base::Clock& clock, int days) {
  for (const catalogue::Pool& pool : catalogue.pools()) {
    if (pool.changes.empty()) continue;
    const catalogue::Office* office = catalogue.find_office(pool.office);
    CHECK(office != nullptr);
    const domain::Date today = office->zone.date_at(clock.now());
    std::set<domain::Date> dates;
    for (const domain::DayChange& change : pool.changes) {
      if (change.seats && change.on >= today) dates.insert(change.on);
    }
    for (const domain::Date on : dates) {
      if (catalogue::publish_dates(engine, reader, ids, catalogue, pool, clock.now(), days, on, on).outdated)
        return;
    }
  }
}

}  // namespace temujanji::appointments
