#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

namespace temujanji::catalogue {

/// A slot as it stands, whether or not it is on offer.
struct PoolSlot {
  domain::SlotId id;
  base::Instant starts_at;
  int minutes;
  int seats;
  int taken;
  bool withdrawn;
};
/// The slots of a pool that begin from `from` on and before `to`, by time.
std::vector<PoolSlot> list_pool_slots(storage::Connection& connection, domain::PoolId pool,
                                      base::Instant from, base::Instant to);

/// A slot that is no longer offered, or has fewer seats than before, although people have seats at it.
struct KeptSlot {
  domain::OfficeId office;
  domain::PoolId pool;
  base::Instant starts_at;
  int persons;
  /// The slot should not exist at all; false: only its seats have become fewer than are taken.
  bool withdrawn;
};

/// What publishing did.
struct PublishReport {
  std::int64_t created = 0;
  /// Seats or minutes adapted, or offered again.
  std::int64_t changed = 0;
  std::int64_t removed = 0;
  /// Taken off offer but kept, since people have seats at them or their history refers to them.
  std::int64_t withdrawn = 0;
  std::int64_t unchanged = 0;
  /// Everything withdrawn or overfull with persons at it, also from earlier runs.
  std::vector<KeptSlot> kept_with_bookings;
  /// The catalogue changed since it was read, so nothing more was done: read it and publish again.
  bool outdated = false;

  bool changed_anything() const { return created + changed + removed + withdrawn > 0; }
  void add(const PublishReport& other);
};

/// A span of one pool's time and the slots it should have in it, sorted.
struct PoolPlan {
  domain::OfficeId office;
  domain::PoolId pool;
  base::Instant from;
  base::Instant to;
  std::vector<domain::PlannedSlot> slots;
  /// Of the catalogue it was made from; 0: whatever the catalogue says now.
  std::int64_t revision = 0;
};

/// What the calendar, the seat rules and the services say about the pool's slots from `from` on, day by day
/// up to `last_on`: nothing while the office is not active or the pool has no live service that is booked
/// here.
std::vector<domain::PlannedSlot> plan_pool(const Catalogue& catalogue, const Pool& pool, base::Instant from,
                                           domain::Date last_on);
/// The same if its office had another calendar.
std::vector<domain::PlannedSlot> plan_pool(const Catalogue& catalogue, const Pool& pool,
                                           const domain::OfficeCalendar& calendar, base::Instant from,
                                           domain::Date last_on);

/// Seats of a slot as rules and counters have them on the date, whether or not the office opens then; the
/// most of them where they differ.
int usual_seats(const Office& office, const Pool& pool, domain::Date on);

/// The last date that the pool's slots are published for: so many days ahead, or further where they once
/// were.
domain::Date last_published_day(storage::Connection& reader, const Pool& pool, const Office& office,
                                base::Instant now, int days);

/// Makes the slots of one pool in one span of time what the plan says. Slots missing are created; free ones
/// too many are deleted; ones with seats taken are kept but withdrawn, and seats are never fewer than are
/// taken; one that a cancelled appointment or ended hold refers to is kept withdrawn. Again it changes
/// nothing. If anything changed, the revision `slots` rises and `slots_published` is told. A plan of a
/// catalogue that has changed meanwhile does nothing, lest it open what a closure has just closed.
struct PublishSlots {
  using Outcome = PublishReport;
  PoolPlan plan;
  base::IdSource* ids;

  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(plan.pool.value); }
};

/// What `PublishSlots` would do, without doing it.
PublishReport preview(storage::Connection& connection, const PoolPlan& plan);

/// Publishes every pool for so many days ahead (from today on in the office's zone; a pool that was once
/// published further stays so). Works in small transactions, so that bookings go on meanwhile, and skips what
/// is as it should be. `progress` is told pools done and all pools. Ends early with `outdated` if the
/// catalogue changes meanwhile. Throws Fault; what was published until then stands.
PublishReport publish_slots(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const Catalogue& catalogue, base::Instant now, int days,
                            const std::function<void(std::size_t, std::size_t)>& progress = {});

/// The same for one pool and the dates from `from` to `to`, as far as its slots are published at all.
PublishReport publish_dates(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const Catalogue& catalogue, const Pool& pool, base::Instant now, int days,
                            domain::Date from, domain::Date to);

}  // namespace temujanji::catalogue
