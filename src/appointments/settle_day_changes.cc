#include "appointments/settle_day_changes.h"

#include <set>

#include "appointments/displace.h"
#include "base/check.h"
#include "catalogue/day_changes.h"

namespace temujanji::appointments {
namespace {

/// Whoever booked with a hold while it was being ended is found in the second look.
constexpr int kDayChangeLooksMax = 5;

/// One change on its way.
class Following {
 public:
  Following(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
            const catalogue::KeptDayChange& kept, const catalogue::Office& office)
      : engine_(engine), reader_(reader), clock_(clock), kept_(kept), office_(office) {}

  /// Whether nothing is left to do.
  bool displace(SettleReport& report) {
    for (int look = 0; look < kDayChangeLooksMax; ++look) {
      const std::set<std::int64_t> off_offer = slots_off_offer();
      const auto is_on_offer = [&](const Affected& one) { return !off_offer.contains(one.slot.value); };
      auto affected = list_held_in(reader_, office_, kept_.pool, whole_day(), clock_.now());
      std::erase_if(affected, is_on_offer);
      report.holds += affected.size();
      auto booked = list_booked_in(reader_, office_, kept_.pool, whole_day(), clock_.now());
      std::erase_if(booked, is_on_offer);
      report.displaced += booked.size();
      affected.insert(affected.end(), booked.begin(), booked.end());
      if (affected.empty()) return true;
      const auto run = [&](std::vector<Affected> some) {
        return engine_.run(DisplaceByChange{kept_.id, kept_.removed, office_.id, std::move(some)});
      };
      if (!in_portions(affected, run)) return false;
    }
    return false;
  }

  bool restore(SettleReport& report) {
    const auto displaced =
        list_restorable(reader_, office_, kept_.pool, whole_day(), clock_.now(), Where::on_offer);
    report.restored += displaced.size();
    const auto run = [&](std::vector<Affected> some) {
      return engine_.run(RestoreByChange{kept_.id, kept_.removed, std::move(some)});
    };
    return in_portions(displaced, run);
  }

 private:
  domain::Closure whole_day() const { return {kept_.change.on, kept_.change.on, std::nullopt, {}}; }

  /// Those that begin in the part that was changed.
  std::set<std::int64_t> slots_off_offer() {
    const auto at = [&](int minute) {
      return office_.zone.to_utc(std::chrono::local_days(kept_.change.on) + std::chrono::minutes(minute));
    };
    std::set<std::int64_t> found;
    for (const catalogue::PoolSlot& slot : catalogue::list_pool_slots(
             reader_, kept_.pool, at(kept_.change.part.from), at(kept_.change.part.to))) {
      if (slot.withdrawn) found.insert(slot.id.value);
    }
    return found;
  }

  engine::Engine& engine_;
  storage::Connection& reader_;
  const base::Clock& clock_;
  const catalogue::KeptDayChange& kept_;
  const catalogue::Office& office_;
};

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
    Following following(engine, reader, clock, kept, *office);
    if (report.slots.outdated || !following.displace(report) || !following.restore(report)) return report;
    engine.run(catalogue::SettleDayChange{kept.id, kept.removed});
    ++report.closures;
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
