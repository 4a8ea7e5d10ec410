#include "features/slots_page.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "features/page.h"
#include "web/url.h"

namespace temujanji::features {
namespace {

using catalogue::AvailableDay;
using catalogue::DayStatus;
using std::chrono::year_month;

constexpr std::string_view kAsset = "features/applicant/choose_slot/page.html";

year_month month_of(domain::Date on) {
  return on.year() / on.month();
}
domain::Date first_day(year_month month) {
  return month / 1;
}
domain::Date last_day(year_month month) {
  return month / std::chrono::last;
}
std::string month_value(year_month month) {
  return domain::to_iso(first_day(month)).substr(0, 7);
}

std::optional<year_month> parse_month(std::string_view text) {
  const auto first = domain::parse_date(std::string(text) + "-01");
  if (!first) return std::nullopt;
  return month_of(*first);
}

/// The most seats that one slot of the day has free.
int most_free(const AvailableDay& day) {
  int most = 0;
  for (const catalogue::BoardSlot& slot : day.slots) most = std::max(most, slot.free());
  return most;
}

bool has_room(const AvailableDay& day, int seats) {
  return day.status == DayStatus::open && most_free(day) >= seats;
}

/// Everything that the parts of the page are made from.
struct Shown {
  const App& app;
  const web::Request& request;
  const Offer& offer;
  const int seats;
  const catalogue::Availability availability;
  year_month month{};
  std::optional<domain::Date> day{};
  std::vector<AvailableDay> days{};

  std::string url_of(year_month of, std::optional<domain::Date> on) const {
    return path_to(request, "/book/slots") + slots_query(offer, {of, on, seats});
  }
  std::string date(domain::Date on) const { return app.words.date(request.language, on); }
  std::string number_of_month(domain::Date on) const {
    return std::string(say(app, request, "date.month." + std::to_string(static_cast<unsigned>(on.month()))));
  }
};

/// Few, some or many of the day's seats are free.
std::string_view level_of(const AvailableDay& day) {
  std::int64_t seats = 0;
  for (const catalogue::BoardSlot& slot : day.slots) seats += slot.seats;
  if (day.free_seats * 5 <= seats) return "few";
  return day.free_seats * 2 <= seats ? "some" : "many";
}

std::string_view reason_of(const Shown& shown, const AvailableDay& day) {
  const std::string_view named = day.reason.in(shown.request.language);
  if (!named.empty()) return named;
  return say(shown.app, shown.request,
             day.kind == domain::DayKind::rest_day ? "day.rest_day" : "day.no_hours");
}

void add_open_day(const Shown& shown, const AvailableDay& day, web::Values& cell) {
  web::Values open = cell.add("OPEN");
  open.set("URL", shown.url_of(shown.month, day.on) + "#slots");
  open.set("FREE", day.free_seats).set("LEVEL", level_of(day));
  open.show_if(shown.day == day.on, "SELECTED");
}

void add_day(const Shown& shown, const AvailableDay& day, web::Values& week) {
  web::Values cell = week.add("DAY");
  cell.set("NUMBER", static_cast<unsigned>(day.on.day())).set("LABEL", shown.date(day.on));
  switch (day.status) {
    case DayStatus::open:
      if (!has_room(day, shown.seats)) {
        cell.show("FULL");
      } else {
        add_open_day(shown, day, cell);
      }
      return;
    case DayStatus::full:
      cell.show("FULL");
      return;
    case DayStatus::closed:
      cell.add("CLOSED").set("REASON", reason_of(shown, day));
      return;
    case DayStatus::unpublished:
      cell.show("NOT_YET");
      return;
    case DayStatus::past:
      cell.show("PAST");
      return;
  }
}

/// Weeks that are wholly over are left out: on a phone they would only push the others down.
void add_weeks(const Shown& shown, web::Values& values) {
  std::optional<web::Values> week;
  for (const AvailableDay& day : shown.days) {
    const int weekday = domain::iso_weekday(day.on);
    if (domain::plus_days(day.on, 7 - weekday) < shown.availability.today()) continue;
    if (!week || weekday == 1) {
      week.emplace(values.add("WEEK"));
      for (int i = 1; i < weekday; ++i) week->add("DAY").show("BLANK");
    }
    add_day(shown, day, *week);
  }
  for (int i = domain::iso_weekday(shown.days.back().on); i < 7; ++i) week->add("DAY").show("BLANK");
}

/// Holidays and closures still to come; rest days speak for themselves.
void add_closed_days(const Shown& shown, web::Values& values) {
  bool any = false;
  for (const AvailableDay& day : shown.days) {
    const bool named = day.kind == domain::DayKind::holiday || day.kind == domain::DayKind::closure;
    if (day.status != DayStatus::closed || !named) continue;
    const std::string date =
        std::to_string(static_cast<unsigned>(day.on.day())) + " " + shown.number_of_month(day.on);
    values.add("CLOSED_DAY").set("DATE", date).set("REASON", reason_of(shown, day));
    any = true;
  }
  values.show_if(any, "CLOSED_DAYS");
}

void add_month_links(const Shown& shown, web::Values& values) {
  const year_month month = shown.month;
  const auto name = [&](year_month of) { return shown.app.words.month(shown.request.language, of); };
  values.set("MONTH", name(month)).set("MONTH_VALUE", month_value(month));
  const year_month previous = month - std::chrono::months(1);
  if (previous >= month_of(shown.availability.first_on())) {
    web::Values link = values.add("PREVIOUS");
    link.set("PREVIOUS_URL", shown.url_of(previous, {})).set("PREVIOUS_MONTH", name(previous));
  } else {
    values.show("NO_PREVIOUS");
  }
  const year_month next = month + std::chrono::months(1);
  if (next <= month_of(shown.availability.last_on())) {
    web::Values link = values.add("NEXT");
    link.set("NEXT_URL", shown.url_of(next, {})).set("NEXT_MONTH", name(next));
  } else {
    values.show("NO_NEXT");
  }
}

/// What to do where no day of the month has room: the first day after it that has, or other offices.
void add_way_on(const Shown& shown, web::Values& values) {
  values.show("MONTH_EMPTY");
  const base::Zone& zone = shown.offer.office->zone;
  const auto midnight = [&](domain::Date on) {
    return zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
  };
  const domain::Date after = domain::plus_days(last_day(shown.month), 1);
  const domain::Date end = domain::plus_days(shown.availability.last_on(), 1);
  if (const auto slot =
          shown.app.live.board().first_free(shown.offer.pool, midnight(after), midnight(end), shown.seats)) {
    const domain::Date on = zone.date_at(slot->starts_at);
    web::Values next = values.add("MONTH_EMPTY_NEXT");
    next.set("URL", shown.url_of(month_of(on), on)).set("WHEN", shown.date(on));
  }
  values.set("EARLIEST_URL", path_to(shown.request, "/book/offices") +
                                 web::make_query({{"service", shown.offer.service->code}}));
}

std::string_view part_of(base::LocalTime at_local) {
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(
                        at_local - std::chrono::floor<std::chrono::days>(at_local))
                        .count();
  if (hour < 12) return "MORNING";
  if (hour < 14) return "AFTERNOON_EARLY";
  return hour < 19 ? "AFTERNOON" : "EVENING";
}

void add_slot(const Shown& shown, const catalogue::BoardSlot& slot, std::string_view id, web::Values& part) {
  const base::LocalTime at_local = shown.offer.office->zone.to_local(slot.starts_at);
  web::Values row = part.add("SLOT");
  row.set("START", shown.app.words.time(shown.request.language, at_local)).set("ID", id);
  if (slot.free() >= shown.seats) {
    row.add("OPEN_SLOT").set("VALUE", base::to_millis(slot.starts_at)).set("FREE", slot.free());
  } else {
    row.show("FULL_SLOT");
  }
}

void add_slots(const Shown& shown, const AvailableDay& day, web::Values& values) {
  web::Values list = values.add("DAY_SLOTS");
  list.set("DAY_LABEL", shown.date(day.on));
  std::string_view part_name;
  std::optional<web::Values> part;
  bool linked = false;
  int number = 0;
  for (const catalogue::BoardSlot& slot : day.slots) {
    const std::string_view name = part_of(shown.offer.office->zone.to_local(slot.starts_at));
    if (name != part_name) part.emplace(list.add(name));
    part_name = name;
    // The error summary leads to the first slot that can be chosen.
    const bool first_open = !linked && slot.free() >= shown.seats;
    linked = linked || first_open;
    ++number;
    add_slot(shown, slot, first_open ? "starts_at" : "s" + std::to_string(number), *part);
  }
}

void add_seats_choice(const Shown& shown, web::Values& values) {
  if (shown.offer.service->persons_max < 2) return;
  web::Values choice = values.add("SEATS_CHOICE");
  for (int seats = 1; seats <= shown.offer.service->persons_max; ++seats) {
    web::Values option = choice.add("SEATS_OPTION");
    option.set("COUNT", seats).show_if(seats == shown.seats, "SELECTED");
  }
}

void add_choice_so_far(const Shown& shown, web::Values& values) {
  const catalogue::Service& service = *shown.offer.service;
  const std::string offices =
      path_to(shown.request, "/book/offices") + web::make_query({{"service", service.code}});
  values.set("BACK_URL", offices);
  values.set("OFFICE_CODE", shown.offer.office->code).set("SERVICE_CODE", service.code);
  values.set("SEATS", shown.seats);
  values.set("DAY_VALUE", shown.day ? domain::to_iso(*shown.day) : "");
  add_chosen(values, "CHOSEN_SERVICE", service.name.in(shown.request.language),
             path_to(shown.request, "/book"));
  add_chosen_office(values, shown.request, *shown.offer.office, offices);
  for (const catalogue::Document& document : service.documents)
    values.add("DOCUMENT").set("TEXT", document.text.in(shown.request.language));
  values.show_if(!service.documents.empty(), "DOCUMENTS");
}

/// Settles which month is shown, and the slots of which of its days.
void choose_days(Shown& shown, const SlotsView& view) {
  const auto earliest = shown.availability.earliest(shown.seats);
  if (view.month) {
    shown.month = *view.month;
  } else if (view.day) {
    shown.month = month_of(*view.day);
  } else {
    shown.month = month_of(earliest ? shown.offer.office->zone.date_at(earliest->starts_at)
                                    : shown.availability.first_on());
  }
  shown.days = shown.availability.days(first_day(shown.month), last_day(shown.month));
  if (view.day && !shown.days[static_cast<unsigned>(view.day->day()) - 1].slots.empty()) {
    shown.day = view.day;
    return;
  }
  const auto first =
      std::ranges::find_if(shown.days, [&](const auto& day) { return has_room(day, shown.seats); });
  if (first != shown.days.end()) shown.day = first->on;
}

std::string window_last(const Shown& shown) {
  const domain::Date on = shown.availability.last_on();
  return std::to_string(static_cast<unsigned>(on.day())) + " " +
         shown.app.words.month(shown.request.language, month_of(on));
}

}  // namespace

std::optional<SlotsView> read_slots_view(const App& app, const Offer& offer, const web::Form& asked) {
  const auto availability = offer.availability(app.live, app.clock.now());
  const domain::Date first = availability.first_on();
  const domain::Date last = availability.last_on();
  SlotsView view;
  view.seats =
      std::clamp(base::parse_number<int>(asked.value("seats")).value_or(1), 1, offer.service->persons_max);
  if (!asked.value("month").empty()) {
    const auto month = parse_month(asked.value("month"));
    if (!month) return std::nullopt;
    view.month = std::clamp(*month, month_of(first), month_of(last));
  }
  const auto day = domain::parse_date(asked.value("day"));
  const bool in_month = day && (!view.month || month_of(*day) == *view.month);
  if (in_month && *day >= first && *day <= last) view.day = day;
  return view;
}

std::string slots_query(const Offer& offer, const SlotsView& view) {
  return web::make_query({{"office", offer.office->code},
                          {"service", offer.service->code},
                          {"month", view.month ? month_value(*view.month) : ""},
                          {"day", view.day ? domain::to_iso(*view.day) : ""},
                          {"seats", view.seats > 1 ? std::to_string(view.seats) : ""}});
}

std::string render_slots(const App& app, const web::Request& request, const Offer& offer,
                         const SlotsView& view, std::string_view error_key) {
  Shown shown{app, request, offer, view.seats, offer.availability(app.live, app.clock.now())};
  choose_days(shown, view);
  web::Values values;
  add_choice_so_far(shown, values);
  add_seats_choice(shown, values);
  add_month_links(shown, values);
  add_weeks(shown, values);
  add_closed_days(shown, values);
  values.set("WINDOW_LAST", window_last(shown));
  if (std::ranges::none_of(shown.days, [&](const auto& day) { return has_room(day, shown.seats); }))
    add_way_on(shown, values);
  if (shown.day) add_slots(shown, shown.days[static_cast<unsigned>(shown.day->day()) - 1], values);
  if (!error_key.empty()) {
    values.show("ERRORS");
    add_error(values, "starts_at", say(app, request, error_key));
  }
  return render_page(app, request, kAsset, "choose_slot.title", values);
}

web::Response slots_page_without_choice(App& app, const web::Request& request, const Offer& offer,
                                        const web::Form& asked) {
  const auto view = read_slots_view(app, offer, asked);
  if (!view) return status_page(app, request, 404);
  web::Request shown;
  shown.language = request.language;
  shown.path = path_to(request, "/book/slots");
  shown.query = slots_query(offer, *view).substr(1);
  return web::Response::html(render_slots(app, shown, offer, *view, "error.required_starts_at"), 422);
}

}  // namespace temujanji::features
