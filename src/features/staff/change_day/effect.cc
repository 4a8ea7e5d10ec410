#include "features/staff/change_day/effect.h"

#include <algorithm>
#include <map>

#include "appointments/displace.h"
#include "catalogue/publish.h"

namespace temujanji::features::change_day {
namespace {

using Changes = std::vector<domain::DayChange>;
using Plan = std::map<base::Instant, domain::PlannedSlot>;

/// A day of a pool on which something changes.
struct Day {
  const App& app;
  const catalogue::Catalogue& catalogue;
  const catalogue::Office& office;
  const catalogue::Pool& pool;
  domain::Date on;

  /// What would be there from now on.
  Plan plan(const Changes& changes) const { return plan(changes, office.calendar); }
  Plan plan(const Changes& changes, const domain::OfficeCalendar& calendar) const {
    const base::Instant midnight = office.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
    catalogue::Pool changed = pool;
    changed.changes = changes;
    Plan plan;
    for (const domain::PlannedSlot& slot :
         catalogue::plan_pool(catalogue, changed, calendar, std::max(midnight, app.clock.now()), on)) {
      plan.emplace(slot.starts_at, slot);
    }
    return plan;
  }
};

void compare(const Plan& before, const Plan& after, Effect& effect) {
  for (const auto& [at, slot] : after) {
    const auto found = before.find(at);
    const int seats = found == before.end() ? 0 : found->second.seats;
    effect.slots_new += found == before.end() ? 1 : 0;
    effect.seats_more += std::max(0, slot.seats - seats);
    effect.seats_fewer += std::max(0, seats - slot.seats);
  }
  for (const auto& [at, slot] : before) {
    if (after.contains(at)) continue;
    ++effect.slots_gone;
    effect.seats_fewer += slot.seats;
  }
}

/// Against the seats of the rules, also in parts that are closed now: who opens them again asks nobody.
bool is_above_rule(const Day& day, const Changes& changes, const domain::DayChange& change) {
  Changes by_rule = changes;
  for (domain::DayChange& one : by_rule) one.seats.reset();
  domain::OfficeCalendar calendar = day.office.calendar;
  calendar.closures.clear();
  const Plan usual = day.plan(by_rule, calendar);
  return std::ranges::any_of(usual, [&](const auto& entry) {
    const auto local = day.office.zone.to_local(entry.first) - std::chrono::local_days(day.on);
    const auto minute = std::chrono::floor<std::chrono::minutes>(local).count();
    return change.part.from <= minute && minute < change.part.to && change.seats &&
           *change.seats > entry.second.seats;
  });
}

void find_people(storage::Connection& connection, const Day& day, const Plan& after, Naming naming,
                 Effect& effect) {
  const domain::Closure whole_day{day.on, day.on, std::nullopt, {}};
  const auto booked =
      appointments::list_booked_in(connection, day.office, day.pool.id, whole_day, day.app.clock.now());
  std::map<base::Instant, int> taken;
  for (const auto& one : booked) taken[one.starts_at] += one.seats;
  for (const auto& one : booked) {
    const auto slot = after.find(one.starts_at);
    if (slot != after.end() && taken[one.starts_at] <= slot->second.seats) continue;
    People& people = slot == after.end() ? effect.displaced : effect.kept;
    if (++people.count > kNamedMax || naming == Naming::numbers_only) continue;
    auto found = appointments::find_appointment(connection, day.app.keys, one.appointment);
    if (found) people.named.push_back(std::move(*found));
  }
}

bool is_same(const domain::DayChange& one, const domain::DayChange& other) {
  return one.on == other.on && one.part == other.part && one.seats == other.seats && one.opens == other.opens;
}

Effect effect_of(storage::Connection& connection, const Day& day, const Changes& changes, Naming naming) {
  Effect effect;
  const Plan after = day.plan(changes);
  compare(day.plan(day.pool.changes), after, effect);
  find_people(connection, day, after, naming, effect);
  return effect;
}

}  // namespace

Effect effect_of_adding(storage::Connection& connection, const App& app,
                        const catalogue::Catalogue& catalogue, const catalogue::Pool& pool,
                        const domain::DayChange& change, Naming naming) {
  const Day day{app, catalogue, *catalogue.find_office(pool.office), pool, change.on};
  Changes changes = pool.changes;
  changes.push_back(change);
  Effect effect = effect_of(connection, day, changes, naming);
  effect.above_rule = is_above_rule(day, changes, change);
  return effect;
}

Effect effect_of_removing(storage::Connection& connection, const App& app,
                          const catalogue::Catalogue& catalogue, const catalogue::Pool& pool,
                          const domain::DayChange& change, Naming naming) {
  Changes changes = pool.changes;
  const auto found =
      std::ranges::find_if(changes, [&](const domain::DayChange& one) { return is_same(one, change); });
  if (found != changes.end()) changes.erase(found);
  const Day day{app, catalogue, *catalogue.find_office(pool.office), pool, change.on};
  return effect_of(connection, day, changes, naming);
}

}  // namespace temujanji::features::change_day
