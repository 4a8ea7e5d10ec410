#include "features/staff/change_day/form.h"

#include <array>

#include "base/text.h"

namespace temujanji::features::change_day {
namespace {

constexpr std::array<std::string_view, 6> kReasons{"high_demand",   "makes_up", "fewer_officers",
                                                   "counter_fault", "training", "event"};
constexpr UsualReasons kUsual{"day_change_reason.", kReasons};
constexpr int kDaysBack = 14;
constexpr domain::MinuteSpan kMorning{480, 780};

/// The day's begin and end; where it has no hours, those of the last day before that has.
domain::MinuteSpan likely_hours(const catalogue::Office& office, const catalogue::Pool& pool,
                                domain::Date on) {
  for (int back = 0; back < kDaysBack; ++back) {
    const auto day = domain::pool_day(office.calendar, pool.changes, domain::plus_days(on, -back));
    if (!day.open.empty()) return {day.open.front().from, day.open.back().to};
  }
  return kMorning;
}

void check_date(const Typed& typed, domain::Date today, Checked& checked) {
  const auto on = domain::parse_date(typed.on);
  if (!on) {
    checked.mistakes.emplace_back("on", typed.on.empty() ? "required" : "date");
    return;
  }
  checked.change.on = *on;
  if (*on < today) checked.mistakes.emplace_back("on", "day_past");
  if (domain::plus_days(today, kDaysAheadMax) < *on) checked.mistakes.emplace_back("on", "day_far");
}

/// Extra hours have the usual seats unless others are typed.
void check_seats(const Typed& typed, Checked& checked) {
  if (typed.kind == "extra" && typed.seats.empty()) return;
  const auto seats = base::parse_number<int>(typed.seats);
  const int least = typed.kind == "extra" ? 1 : 0;
  if (!seats) {
    checked.mistakes.emplace_back("seats", typed.seats.empty() ? "required_day_seats" : "day_seats");
  } else if (*seats < least || *seats > kSeatsMax) {
    checked.mistakes.emplace_back("seats", "day_seats");
  } else {
    checked.change.seats = *seats;
  }
}

}  // namespace

Typed typed_in(const web::Form& form) {
  const auto value = [&](std::string_view field) { return std::string(form.value(field)); };
  return {value("pool"), value("on"), value("kind"), part_in(form), value("seats"), reason_in(form)};
}

Typed suggestion(const catalogue::Office& office, const catalogue::Pool& pool, domain::Date on) {
  const domain::MinuteSpan hours = likely_hours(office, pool, on);
  const bool serves = !domain::pool_day(office.calendar, pool.changes, on).open.empty();
  Typed typed;
  typed.pool = pool.code;
  typed.on = domain::to_iso(on);
  typed.kind = serves ? "seats" : "extra";
  typed.part = {time_value(hours.from), time_value(hours.to)};
  return typed;
}

Checked check(const Typed& typed, const base::Words& words, domain::Date today) {
  Checked checked;
  check_date(typed, today, checked);
  if (typed.kind != "extra" && typed.kind != "seats")
    checked.mistakes.emplace_back("kind", "required_kind_of_change");
  checked.change.opens = typed.kind == "extra";
  if (const auto part = check_part(typed.part, checked.mistakes)) checked.change.part = *part;
  check_seats(typed, checked);
  checked.reason = check_reason(typed.reason, kUsual, words, checked.mistakes);
  return checked;
}

void add_typed(const App& app, const web::Request& request, const Typed& typed, web::Values& values) {
  values.set("TYPED_KIND", typed.kind).set("TYPED_SEATS", typed.seats);
  values.show(typed.kind == "extra" ? "EXTRA_CHOSEN" : "SEATS_CHOSEN");
  add_part(typed.part, values);
  add_reason(app, request, typed.reason, kUsual, values);
}

}  // namespace temujanji::features::change_day
