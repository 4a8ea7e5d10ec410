#include "appointments/settle_changes.h"

#include <algorithm>

#include "appointments/displace.h"
#include "base/check.h"
#include "catalogue/changes.h"

namespace temujanji::appointments {
namespace {

/// Whoever booked with a hold while it was being ended is found in the second look.
constexpr int kChangeLooksMax = 5;

constexpr domain::Date kFarAway{std::chrono::year(9999), std::chrono::month(12), std::chrono::day(31)};

/// The first of them, at most so many.
std::vector<Affected> take(std::vector<Affected>& from, std::size_t at_most) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(from.size(), at_most));
  std::vector<Affected> taken(from.begin(), from.begin() + count);
  from.erase(from.begin(), from.begin() + count);
  return taken;
}

/// One change on its way.
class Settling {
 public:
  Settling(engine::Engine& engine, storage::Connection& reader, const base::Clock& clock,
           const catalogue::KeptChange& change, SettledChanges& report)
      : engine_(engine), reader_(reader), clock_(clock), change_(change), report_(report) {}

  /// Whether nothing is left to do at the pool.
  bool settle(const catalogue::Pool& pool) {
    for (int look = 0; look < kChangeLooksMax; ++look) {
      OffOffer off = list_off_offer(reader_, pool.id, clock_.now());
      if (off.stranded.empty() && off.restorable.empty()) return true;
      report_.stranded += off.stranded.size();
      report_.restored += off.restorable.size();
      while (!off.stranded.empty() || !off.restorable.empty()) {
        FollowChange follow{change_.id, change_.made_by, pool.office, {}, {}};
        follow.stranded = take(off.stranded, kAffectedMax);
        follow.restorable = take(off.restorable, kAffectedMax - follow.stranded.size());
        engine_.run(std::move(follow));
      }
    }
    return false;
  }

 private:
  engine::Engine& engine_;
  storage::Connection& reader_;
  const base::Clock& clock_;
  const catalogue::KeptChange& change_;
  SettledChanges& report_;
};

bool concerns(const catalogue::KeptChange& change, const catalogue::Office& office,
              const catalogue::Pool& pool) {
  return std::ranges::find(change.pools, office.code + "/" + pool.code) != change.pools.end();
}

}  // namespace

SettledChanges settle_changes(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                              const base::Clock& clock, int days, const std::function<bool()>& go_on) {
  SettledChanges report;
  const auto unsettled = catalogue::list_unsettled_changes(reader);
  if (unsettled.empty()) return report;
  const auto catalogue = catalogue::Catalogue::load(reader);
  for (const catalogue::KeptChange& change : unsettled) {
    Settling settling(engine, reader, clock, change, report);
    for (const catalogue::Pool& pool : catalogue->pools()) {
      const catalogue::Office* office = catalogue->find_office(pool.office);
      CHECK(office != nullptr);
      if (!concerns(change, *office, pool)) continue;
      if (!go_on()) return report;
      const domain::Date today = office->zone.date_at(clock.now());
      report.slots.add(catalogue::publish_dates(engine, reader, ids, *catalogue, pool, clock.now(), days,
                                                today, kFarAway));
      if (report.slots.outdated || !settling.settle(pool)) return report;
    }
    engine.run(catalogue::SettleChange{change.id});
    ++report.changes;
  }
  return report;
}

}  // namespace temujanji::appointments
