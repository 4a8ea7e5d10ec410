#include "features/staff/close_counters/effect.h"

#include <algorithm>

#include "appointments/displace.h"
#include "catalogue/publish.h"

namespace temujanji::features::close_counters {
namespace {

base::Instant midnight(const catalogue::Office& office, domain::Date on) {
  return office.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
}

void add_office(Effect& effect, const OfficeEffect& office) {
  if (office.slots == 0 && office.appointments == 0) return;
  effect.total.slots += office.slots;
  effect.total.free_seats += office.free_seats;
  effect.total.appointments += office.appointments;
  effect.offices.push_back(office);
}

void count_offered(const App& app, const catalogue::Office& office, domain::PoolId pool,
                   const domain::Closure& closure, OfficeEffect& effect) {
  const base::Instant from = std::max(app.clock.now(), midnight(office, closure.from));
  const base::Instant to = midnight(office, domain::plus_days(closure.to, 1));
  for (const catalogue::BoardSlot& slot : app.live.board().slots(pool, from, to)) {
    if (!domain::lies_in(closure, slot.starts_at, slot.minutes, office.zone)) continue;
    ++effect.slots;
    effect.free_seats += slot.free();
  }
}

void name_people(storage::Connection& connection, const App& app,
                 const std::vector<appointments::Affected>& affected, Effect& effect) {
  for (const appointments::Affected& one : affected) {
    if (effect.people.size() == kNamedMax) return;
    auto appointment = appointments::find_appointment(connection, app.keys, one.appointment);
    if (appointment) effect.people.push_back(std::move(*appointment));
  }
}

/// Calls `visit` for each office of the place with the pools it has.
template <class Visit>
void visit_offices(const catalogue::Catalogue& catalogue, const catalogue::ClosurePlace& place, Visit visit) {
  for (const catalogue::Office& office : catalogue.offices()) {
    if (!place.holds(office)) continue;
    std::vector<const catalogue::Pool*> pools;
    for (const catalogue::Pool& pool : catalogue.pools()) {
      if (pool.office == office.id) pools.push_back(&pool);
    }
    visit(office, pools);
  }
}

bool is_same(const domain::Closure& one, const domain::Closure& other) {
  return one.from == other.from && one.to == other.to && one.part == other.part && one.reason == other.reason;
}

/// The office's calendar as it is without the closure.
domain::OfficeCalendar without(const catalogue::Office& office, const domain::Closure& closure) {
  domain::OfficeCalendar calendar = office.calendar;
  const auto found = std::ranges::find_if(calendar.closures,
                                          [&](const domain::Closure& one) { return is_same(one, closure); });
  if (found != calendar.closures.end()) calendar.closures.erase(found);
  return calendar;
}

void by_time(Effect& effect) {
  std::ranges::stable_sort(effect.people, {}, &appointments::Appointment::starts_at);
}

}  // namespace

Effect effect_of_closing(storage::Connection& connection, const App& app,
                         const catalogue::Catalogue& catalogue, const catalogue::ClosurePlace& place,
                         const domain::Closure& closure) {
  Effect effect;
  const base::Instant now = app.clock.now();
  visit_offices(catalogue, place, [&](const catalogue::Office& office, const auto& pools) {
    OfficeEffect at{&office};
    for (const catalogue::Pool* pool : pools) {
      count_offered(app, office, pool->id, closure, at);
      const auto booked = appointments::list_booked_in(connection, office, pool->id, closure, now);
      at.appointments += booked.size();
      if (place.office) name_people(connection, app, booked, effect);
    }
    add_office(effect, at);
  });
  by_time(effect);
  return effect;
}

Effect effect_of_opening(storage::Connection& connection, const App& app,
                         const catalogue::Catalogue& catalogue, const catalogue::KeptClosure& kept) {
  Effect effect;
  const base::Instant now = app.clock.now();
  const int days = static_cast<int>(app.settings.whole("publish.days"));
  visit_offices(catalogue, kept.place, [&](const catalogue::Office& office, const auto& pools) {
    OfficeEffect at{&office};
    const domain::OfficeCalendar calendar = without(office, kept.closure);
    const base::Instant from = std::max(now, midnight(office, kept.closure.from));
    const domain::Date last = std::min(kept.closure.to, domain::plus_days(office.zone.date_at(now), days));
    for (const catalogue::Pool* pool : pools) {
      for (const domain::PlannedSlot& slot : catalogue::plan_pool(catalogue, *pool, calendar, from, last)) {
        if (!domain::lies_in(kept.closure, slot.starts_at, slot.minutes, office.zone)) continue;
        ++at.slots;
        at.free_seats += slot.seats;
      }
      const auto waiting = appointments::list_restorable(connection, office, pool->id, kept.closure, now,
                                                         appointments::Where::anywhere);
      at.appointments += waiting.size();
      if (kept.place.office) name_people(connection, app, waiting, effect);
    }
    add_office(effect, at);
  });
  by_time(effect);
  return effect;
}

}  // namespace temujanji::features::close_counters
