#include "catalogue/publish.h"

#include <algorithm>

#include "base/check.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/publish.sql.h"

namespace temujanji::catalogue {
namespace {

/// Small enough that a transaction blocks the writer for a few tens of milliseconds at most.
constexpr std::size_t kSlotsInTransaction = 1500;

std::vector<PoolSlot> read_slots(storage::Connection& connection, const storage::Statement& statement,
                                 storage::Parameters parameters) {
  std::vector<PoolSlot> slots;
  auto rows = connection.query(statement, parameters);
  while (rows.next()) {
    slots.push_back({rows.id<domain::SlotId>(0), rows.instant(1), rows.small(2), rows.small(3), rows.small(4),
                     rows.small(5) != 0});
  }
  std::ranges::sort(slots, {}, &PoolSlot::starts_at);
  return slots;
}

/// Tells the differences between the slots there are and those planned. `Steps` does them: `create(planned)`,
/// `update(slot, minutes, seats, withdrawn)`, `drop(slot)`, which says whether it was (or could be) deleted.
template <class Steps>
class Reconciler {
 public:
  Reconciler(const PoolPlan& plan, Steps& steps) : plan_(plan), steps_(steps) {}

  PublishReport run(const std::vector<PoolSlot>& present) {
    auto slot = present.begin();
    for (const domain::PlannedSlot& planned : plan_.slots) {
      for (; slot != present.end() && slot->starts_at < planned.starts_at; ++slot) withdraw(*slot);
      if (slot != present.end() && slot->starts_at == planned.starts_at) {
        adapt(*slot++, planned);
      } else {
        steps_.create(planned);
        ++report_.created;
      }
    }
    for (; slot != present.end(); ++slot) withdraw(*slot);
    return std::move(report_);
  }

 private:
  void adapt(const PoolSlot& slot, const domain::PlannedSlot& planned) {
    const int seats = std::max(planned.seats, slot.taken);
    if (slot.taken > planned.seats) keep(slot, false);
    if (slot.seats == seats && slot.minutes == planned.minutes && !slot.withdrawn) {
      ++report_.unchanged;
      return;
    }
    steps_.update(slot, planned.minutes, seats, false);
    ++report_.changed;
  }

  void withdraw(const PoolSlot& slot) {
    if (slot.taken > 0) {
      keep(slot, true);
    } else if (steps_.drop(slot)) {
      ++report_.removed;
      return;
    }
    if (slot.withdrawn) {
      ++report_.unchanged;
      return;
    }
    steps_.update(slot, slot.minutes, slot.seats, true);
    ++report_.withdrawn;
  }

  void keep(const PoolSlot& slot, bool withdrawn) {
    report_.kept_with_bookings.push_back({plan_.office, plan_.pool, slot.starts_at, slot.taken, withdrawn});
  }

  const PoolPlan& plan_;
  Steps& steps_;
  PublishReport report_;
};

/// Writes what is to be done.
class Write {
 public:
  Write(storage::Connection& connection, const PoolPlan& plan, base::IdSource& ids)
      : connection_(connection), plan_(plan), ids_(ids) {}
  void create(const domain::PlannedSlot& planned) {
    created_.add({ids_.next(), plan_.pool, planned.starts_at, planned.minutes, planned.seats});
  }
  void update(const PoolSlot& slot, int minutes, int seats, bool withdrawn) {
    updated_.add({slot.id, minutes, seats, withdrawn ? 1 : 0});
  }
  void finish() {
    connection_.execute_each(sql::kInsertSlot, created_);
    connection_.execute_each(sql::kUpdateSlot, updated_);
  }
  bool drop(const PoolSlot& slot) { return connection_.execute(sql::kDeleteUnusedSlot, {slot.id}) > 0; }

 private:
  storage::Connection& connection_;
  const PoolPlan& plan_;
  base::IdSource& ids_;
  storage::ParameterRows created_, updated_;
};

/// Only looks.
class Look {
 public:
  explicit Look(storage::Connection& connection) : connection_(connection) {}
  void create(const domain::PlannedSlot&) {}
  void update(const PoolSlot&, int, int, bool) {}
  /// One that is off offer already and goes or stays shows nothing; it is not asked for.
  bool drop(const PoolSlot& slot) {
    return !slot.withdrawn || !connection_.query(sql::kFindSlotUse, {slot.id}).next();
  }

 private:
  storage::Connection& connection_;
};

bool has_live_service(const Catalogue& catalogue, const Pool& pool, domain::Date on) {
  return std::ranges::any_of(pool.services, [&](domain::ServiceId id) {
    const Service* service = catalogue.find_service(id);
    return service != nullptr && service->booking != Booking::online_elsewhere && service->is_live(on);
  });
}

const base::Instant kEndOfTime = base::from_millis(253'402'300'800'000);

/// The plan of a span in parts small enough for a transaction each.
std::vector<PoolPlan> in_parts(const Pool& pool, base::Instant from, base::Instant end,
                               const std::vector<domain::PlannedSlot>& slots, std::int64_t revision) {
  std::vector<PoolPlan> parts;
  for (std::size_t first = 0; first == 0 || first < slots.size(); first += kSlotsInTransaction) {
    const std::size_t last = std::min(slots.size(), first + kSlotsInTransaction);
    const base::Instant to = last < slots.size() ? slots[last].starts_at : end;
    parts.push_back({pool.office,
                     pool.id,
                     from,
                     to,
                     {slots.begin() + static_cast<std::ptrdiff_t>(first),
                      slots.begin() + static_cast<std::ptrdiff_t>(last)},
                     revision});
    from = to;
  }
  return parts;
}

PublishReport publish_parts(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            std::vector<PoolPlan> parts) {
  PublishReport report;
  for (PoolPlan& part : parts) {
    PublishReport partial = preview(reader, part);
    if (partial.changed_anything()) partial = engine.run(PublishSlots{std::move(part), &ids});
    report.add(partial);
    if (report.outdated) break;
  }
  return report;
}

bool is_outdated(storage::Transaction& transaction, std::int64_t revision) {
  if (revision == 0) return false;
  storage::Rows rows = transaction.query(sql::kFindRevision, {"catalogue"});
  return !rows.next() || rows.integer(0) != revision;
}

}  // namespace

domain::Date last_published_day(storage::Connection& reader, const Pool& pool, const Office& office,
                                base::Instant now, int days) {
  const domain::Date horizon = domain::plus_days(office.zone.date_at(now), days);
  auto rows = reader.query(sql::kFindLastSlot, {pool.id});
  if (!rows.next() || rows.is_null(0)) return horizon;
  return std::max(horizon, office.zone.date_at(rows.instant(0)));
}

std::vector<PoolSlot> list_pool_slots(storage::Connection& connection, domain::PoolId pool,
                                      base::Instant from, base::Instant to) {
  return read_slots(connection, sql::kListPoolSlots, {pool, from, to});
}

void PublishReport::add(const PublishReport& other) {
  created += other.created;
  changed += other.changed;
  removed += other.removed;
  withdrawn += other.withdrawn;
  unchanged += other.unchanged;
  outdated = outdated || other.outdated;
  kept_with_bookings.insert(kept_with_bookings.end(), other.kept_with_bookings.begin(),
                            other.kept_with_bookings.end());
}

std::vector<domain::PlannedSlot> plan_pool(const Catalogue& catalogue, const Pool& pool, base::Instant from,
                                           domain::Date last_on) {
  const Office* office = catalogue.find_office(pool.office);
  if (office == nullptr) return {};
  return plan_pool(catalogue, pool, office->calendar, from, last_on);
}

std::vector<domain::PlannedSlot> plan_pool(const Catalogue& catalogue, const Pool& pool,
                                           const domain::OfficeCalendar& calendar, base::Instant from,
                                           domain::Date last_on) {
  std::vector<domain::PlannedSlot> slots;
  const Office* office = catalogue.find_office(pool.office);
  if (office == nullptr || !office->active) return slots;
  for (domain::Date on = office->zone.date_at(from); on <= last_on; on = domain::plus_days(on, 1)) {
    if (!has_live_service(catalogue, pool, on)) continue;
    const domain::PoolDays days{calendar, pool.rules, pool.counters, pool.changes};
    for (const domain::PlannedSlot& slot : domain::plan_changed_slots(days, on, office->zone)) {
      if (slot.starts_at >= from) slots.push_back(slot);
    }
  }
  return slots;
}

int usual_seats(const Office& office, const Pool& pool, domain::Date on) {
  const domain::OfficeDay whole_day{domain::DayKind::open, {}, {{0, 24 * 60}}};
  int seats = 0;
  for (const domain::PlannedSlot& slot :
       domain::plan_slots(whole_day, on, pool.rules, pool.counters, office.zone)) {
    seats = std::max(seats, slot.seats);
  }
  return seats;
}

PublishReport PublishSlots::apply(engine::Scope& scope) const {
  storage::Connection& connection = scope.transaction.connection();
  if (is_outdated(scope.transaction, plan.revision)) {
    PublishReport nothing;
    nothing.outdated = true;
    return nothing;
  }
  const std::vector<PoolSlot> present =
      read_slots(connection, sql::kLockPoolSlots, {plan.pool, plan.from, plan.to});
  Write steps(connection, plan, *ids);
  PublishReport report = Reconciler<Write>(plan, steps).run(present);
  steps.finish();
  if (report.changed_anything()) {
    scope.transaction.execute(sql::kBumpRevision, {"slots"});
    scope.events.slots_published = true;
  }
  return report;
}

PublishReport preview(storage::Connection& connection, const PoolPlan& plan) {
  const std::vector<PoolSlot> present = list_pool_slots(connection, plan.pool, plan.from, plan.to);
  Look steps(connection);
  return Reconciler<Look>(plan, steps).run(present);
}

PublishReport publish_slots(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const Catalogue& catalogue, base::Instant now, int days,
                            const std::function<void(std::size_t, std::size_t)>& progress) {
  PublishReport report;
  std::size_t done = 0;
  for (const Pool& pool : catalogue.pools()) {
    const Office* office = catalogue.find_office(pool.office);
    CHECK(office != nullptr);
    const domain::Date last_on = last_published_day(reader, pool, *office, now, days);
    // To the end of time, so that slots behind the plan are found too.
    report.add(publish_parts(
        engine, reader, ids,
        in_parts(pool, now, kEndOfTime, plan_pool(catalogue, pool, now, last_on), catalogue.revision())));
    if (report.outdated) break;
    if (progress) progress(++done, catalogue.pools().size());
  }
  return report;
}

PublishReport publish_dates(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const Catalogue& catalogue, const Pool& pool, base::Instant now, int days,
                            domain::Date from, domain::Date to) {
  const Office* office = catalogue.find_office(pool.office);
  CHECK(office != nullptr);
  const auto midnight = [&](domain::Date on) {
    return office->zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
  };
  const domain::Date last_on = std::min(to, last_published_day(reader, pool, *office, now, days));
  const base::Instant begin = std::max(now, midnight(from));
  const base::Instant end = midnight(domain::plus_days(last_on, 1));
  if (end <= begin) return {};
  return publish_parts(
      engine, reader, ids,
      in_parts(pool, begin, end, plan_pool(catalogue, pool, begin, last_on), catalogue.revision()));
}

}  // namespace temujanji::catalogue
