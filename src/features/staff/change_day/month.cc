#include "features/staff/change_day/month.h"

#include <algorithm>

#include "web/url.h"

namespace temujanji::features::change_day {
namespace {

std::string month_value(Month month) {
  return domain::to_iso(month / 1).substr(0, 7);
}

/// Seats of slots on offer, and people at slots that are not.
struct Sum {
  int seats = 0;
  int taken = 0;
  int off_offer = 0;
  int free() const { return seats - taken; }
};

Sum sum_of(const std::vector<catalogue::PoolSlot>& slots) {
  Sum sum;
  for (const catalogue::PoolSlot& slot : slots) {
    if (slot.withdrawn) {
      sum.off_offer += slot.taken;
    } else {
      sum.seats += slot.seats;
      sum.taken += slot.taken;
    }
  }
  return sum;
}

const std::vector<catalogue::PoolSlot>& slots_on(const MonthOfSeats& month, domain::Date on) {
  static const std::vector<catalogue::PoolSlot> none;
  const auto found = month.slots.find(on);
  return found == month.slots.end() ? none : found->second;
}

void add_sum(const Sum& sum, web::Values& values) {
  values.set("SEATS", sum.seats).set("TAKEN", sum.taken).set("FREE", sum.free());
  values.set("PERCENT", sum.seats == 0 ? 0 : sum.taken * 100 / sum.seats);
}

std::string reason_of(const App& app, const web::Request& request, const domain::OfficeDay& day) {
  if (!day.reason.in(request.language).empty()) return std::string(day.reason.in(request.language));
  return std::string(
      say(app, request, day.kind == domain::DayKind::rest_day ? "day.rest_day" : "day.no_hours"));
}

void add_cell(const App& app, const web::Request& request, const Visit& visit, const View& view,
              const MonthOfSeats& month, domain::Date on, web::Values& week) {
  web::Values cell = week.add("DAY").add("DATE");
  const domain::OfficeDay day = domain::pool_day(visit.office->calendar, view.pool->changes, on);
  const Sum sum = sum_of(slots_on(month, on));
  cell.set("NUMBER", static_cast<unsigned>(on.day())).set("LABEL", app.words.date(request.language, on));
  cell.set("URL", calendar_url(request, visit, {view.pool, view.month, on}) + "#day");
  cell.show_if(on == visit.office->zone.date_at(app.clock.now()), "TODAY").show_if(on == view.on, "CHOSEN");
  const bool changed =
      std::ranges::any_of(month.changes, [&](const auto& kept) { return kept.change.on == on; });
  cell.show_if(changed, "CHANGED");
  if (sum.seats > 0) {
    web::Values open = cell.add("OPEN");
    add_sum(sum, open);
  } else if (day.kind != domain::DayKind::open) {
    cell.add("CLOSED").set("REASON", reason_of(app, request, day));
  } else {
    cell.show("EMPTY");
  }
  if (sum.off_offer > 0) cell.add("OFF_OFFER").set("COUNT", sum.off_offer);
}

}  // namespace

std::string calendar_url(const web::Request& request, const Visit& visit, const View& view) {
  return office_path(request, visit, "/calendar") +
         web::make_query({{"pool", view.pool->code},
                          {"month", month_value(view.month)},
                          {"on", view.on ? domain::to_iso(*view.on) : ""}});
}

MonthOfSeats read_month(storage::Connection& connection, const catalogue::Office& office, const View& view) {
  const domain::Date first = view.month / 1;
  const domain::Date last = view.month / std::chrono::last;
  const auto midnight = [&](domain::Date on) {
    return office.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
  };
  MonthOfSeats month;
  for (const catalogue::PoolSlot& slot : catalogue::list_pool_slots(
           connection, view.pool->id, midnight(first), midnight(domain::plus_days(last, 1)))) {
    if (!slot.withdrawn || slot.taken > 0) month.slots[office.zone.date_at(slot.starts_at)].push_back(slot);
  }
  month.changes = catalogue::list_day_changes(connection, view.pool->id, first, last);
  return month;
}

void add_month(const App& app, const web::Request& request, const Visit& visit, const View& view,
               const MonthOfSeats& month, web::Values& values) {
  const auto name = [&](Month of) { return app.words.month(request.language, of); };
  const Month previous = view.month - std::chrono::months(1);
  const Month next = view.month + std::chrono::months(1);
  values.set("MONTH", name(view.month)).set("MONTH_VALUE", month_value(view.month));
  values.set("PREVIOUS_URL", calendar_url(request, visit, {view.pool, previous, {}}));
  values.set("NEXT_URL", calendar_url(request, visit, {view.pool, next, {}}));
  values.set("PREVIOUS_MONTH", name(previous)).set("NEXT_MONTH", name(next));
  std::vector<catalogue::PoolSlot> all;
  for (const auto& [on, slots] : month.slots) all.insert(all.end(), slots.begin(), slots.end());
  web::Values sum = values.add("SUM");
  add_sum(sum_of(all), sum);
  std::optional<web::Values> week;
  const domain::Date last = view.month / std::chrono::last;
  for (domain::Date on = view.month / 1; on <= last; on = domain::plus_days(on, 1)) {
    const int weekday = domain::iso_weekday(on);
    if (!week || weekday == 1) {
      week.emplace(values.add("WEEK"));
      for (int i = 1; i < weekday && on.day() == std::chrono::day(1); ++i) week->add("DAY").show("BLANK");
    }
    add_cell(app, request, visit, view, month, on, *week);
  }
  for (int i = domain::iso_weekday(last); i < 7; ++i) week->add("DAY").show("BLANK");
}

void add_day(const App& app, const web::Request& request, const Visit& visit, const View& view,
             const MonthOfSeats& month, web::Values& values) {
  const domain::OfficeDay day = domain::pool_day(visit.office->calendar, view.pool->changes, *view.on);
  const auto& slots = slots_on(month, *view.on);
  web::Values opened = values.add("OPENED");
  opened.set("DATE", app.words.date(request.language, *view.on));
  const std::string on = domain::to_iso(*view.on);
  opened.set("DAY_SHEET_URL", office_path(request, visit, "/day") + web::make_query({{"on", on}}));
  opened.set("CANCEL_URL", office_path(request, visit, "/cancellations") +
                               web::make_query({{"on", on}, {"pool", view.pool->code}}));
  if (day.kind != domain::DayKind::open) opened.add("SHUT").set("REASON", reason_of(app, request, day));
  if (slots.empty()) {
    opened.show("NO_SLOTS");
    return;
  }
  web::Values table = opened.add("SLOTS");
  add_sum(sum_of(slots), table);
  for (const catalogue::PoolSlot& slot : slots) {
    web::Values row = table.add("SLOT");
    row.set("TIME", app.words.time(request.language, visit.office->zone.to_local(slot.starts_at)));
    row.show_if(slot.withdrawn, "GONE");
    add_sum(sum_of({{slot.id, slot.starts_at, slot.minutes, slot.seats, slot.taken, false}}), row);
  }
}

}  // namespace temujanji::features::change_day
