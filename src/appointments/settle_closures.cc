#include "appointments/settle_closures.h"

#include "appointments/displace.h"
#include "base/check.h"
#include "catalogue/closures.h"

namespace temujanji::appointments {
namespace {

/// Whoever booked with a hold while it was being ended is found in the second look.
constexpr int kLooksMax = 5;

/// One closure on its way.
class Settling {
 public:
  Settling(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
           const catalogue::KeptClosure& kept, SettleReport& report)
      : engine_(engine), reader_(reader), clock_(clock), kept_(kept), report_(report) {}

  /// Whether nothing is left to do at the pool.
  bool settle(const catalogue::Office& office, domain::PoolId pool) {
    return kept_.removed ? restore(office, pool) : displace(office, pool);
  }

 private:
  bool displace(const catalogue::Office& office, domain::PoolId pool) {
    for (int look = 0; look < kLooksMax; ++look) {
      const base::Instant now = clock_.now();
      auto affected = list_held_in(reader_, office, pool, kept_.closure, now);
      report_.holds += affected.size();
      const auto booked = list_booked_in(reader_, office, pool, kept_.closure, now);
      report_.displaced += booked.size();
      affected.insert(affected.end(), booked.begin(), booked.end());
      if (affected.empty()) return true;
      const auto run = [&](std::vector<Affected> some) {
        return engine_.run(DisplaceBooked{kept_.id, office.id, std::move(some)});
      };
      if (!in_portions(affected, run)) return false;
    }
    return false;
  }

  bool restore(const catalogue::Office& office, domain::PoolId pool) {
    const auto displaced =
        list_restorable(reader_, office, pool, kept_.closure, clock_.now(), Where::on_offer);
    report_.restored += displaced.size();
    const auto run = [&](std::vector<Affected> some) {
      return engine_.run(RestoreDisplaced{kept_.id, std::move(some)});
    };
    return in_portions(displaced, run);
  }

  engine::Engine& engine_;
  storage::Connection& reader_;
  const base::Clock& clock_;
  const catalogue::KeptClosure& kept_;
  SettleReport& report_;
};

}  // namespace

SettleReport settle_closures(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                             const base::Clock& clock, int days, const std::function<bool()>& go_on) {
  SettleReport report;
  const auto unsettled = catalogue::list_unsettled_closures(reader);
  if (unsettled.empty()) return report;
  const auto catalogue = catalogue::Catalogue::load(reader);
  for (const catalogue::KeptClosure& kept : unsettled) {
    Settling settling(engine, reader, clock, kept, report);
    for (const catalogue::Pool& pool : catalogue->pools()) {
      const catalogue::Office* office = catalogue->find_office(pool.office);
      CHECK(office != nullptr);
      if (!kept.place.holds(*office)) continue;
      if (!go_on()) return report;
      report.slots.add(catalogue::publish_dates(engine, reader, ids, *catalogue, pool, clock.now(), days,
                                                kept.closure.from, kept.closure.to));
      if (report.slots.outdated || !settling.settle(*office, pool.id)) return report;
    }
    engine.run(catalogue::SettleClosure{kept.id, kept.removed});
    ++report.closures;
  }
  return report;
}

}  // namespace temujanji::appointments
