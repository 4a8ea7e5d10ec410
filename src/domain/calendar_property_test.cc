// The calendar against a reference that asks of every minute of a day, one by one, whether the office is
// open, straight from the sentences of calendar.h.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bitset>

#include "domain/calendar.h"

namespace temujanji::domain {
namespace {

constexpr int kDay = 24 * 60;
using Minutes = std::bitset<kDay>;

const Date kFrom = parse_date("2026-01-01").value();

/// Whether one of the youngest set of rows that hold on `on` satisfies `also`.
template <class Row, class Also>
bool some_youngest(const std::vector<Row>& rows, Date on, Also also) {
  const auto holds = [on](const Row& row) {
    return row.valid_from <= on && (!row.valid_to || on <= *row.valid_to);
  };
  return std::ranges::any_of(rows, [&](const Row& row) {
    const bool youngest = std::ranges::none_of(
        rows, [&](const Row& other) { return holds(other) && row.valid_from < other.valid_from; });
    return holds(row) && youngest && also(row);
  });
}

bool covers(MinuteSpan span, int minute) {
  return span.from <= minute && minute < span.to;
}

bool is_open(const OfficeCalendar& calendar, Date on, int minute) {
  for (const Holiday& holiday : calendar.holidays) {
    if (holiday.on == on) return false;
  }
  const int weekday = iso_weekday(on);
  const bool rests = some_youngest(calendar.weekend, on, [&](const WeekendRule& rule) {
    return ((rule.days_off >> (weekday - 1)) & 1U) == 1;
  });
  if (rests && !calendar.opens_on_rest_days) return false;
  for (const Closure& closure : calendar.closures) {
    const bool today = closure.from <= on && on <= closure.to;
    if (today && covers(closure.part.value_or(MinuteSpan{0, kDay}), minute)) return false;
  }
  return some_youngest(calendar.hours, on, [&](const OpeningHours& row) {
    return row.weekday == weekday && covers(row.open, minute);
  });
}

Minutes open_minutes(const OfficeCalendar& calendar, Date on) {
  Minutes open;
  for (int minute = 0; minute < kDay; ++minute)
    open[static_cast<std::size_t>(minute)] = is_open(calendar, on, minute);
  return open;
}

// Few different dates and times, so that rows meet at their edges; every calendar is asked about all dates.
constexpr int kDates = 15;
Date some_date() {
  return plus_days(kFrom, *rc::gen::inRange(0, kDates));
}
Date some_begin() {
  return plus_days(kFrom, *rc::gen::element(0, 0, 0, 5, 10));
}
std::optional<Date> some_end() {
  return *rc::gen::arbitrary<bool>() ? std::optional(some_date()) : std::nullopt;
}
MinuteSpan some_span() {
  const int from = 30 * *rc::gen::inRange(0, 49);
  return {from, std::min(kDay, from + 30 * *rc::gen::inRange(0, 16))};
}

template <class Make>
auto several(int count_max, Make make) {
  std::vector<decltype(make())> rows;
  for (int i = *rc::gen::inRange(0, count_max + 1); i > 0; --i) rows.push_back(make());
  return rows;
}

OfficeCalendar some_calendar() {
  OfficeCalendar calendar;
  calendar.hours = several(30, [] {
    return OpeningHours{*rc::gen::inRange(1, 8), some_span(), some_begin(), some_end()};
  });
  calendar.weekend = several(3, [] {
    return WeekendRule{*rc::gen::element(0U, 1U, 0b0110000U, 0b1100000U, 127U), some_begin(), some_end()};
  });
  calendar.opens_on_rest_days = *rc::gen::arbitrary<bool>();
  calendar.holidays = several(2, [] { return Holiday{some_date(), {"cuti", "holiday"}, false}; });
  calendar.closures = several(3, [] {
    const Date from = some_date();
    const auto part = *rc::gen::arbitrary<bool>() ? std::optional(some_span()) : std::nullopt;
    return Closure{from, plus_days(from, *rc::gen::inRange(0, 4)), part, {"tutup", "closed"}};
  });
  return calendar;
}

void check_day(const OfficeCalendar& calendar, Date on) {
  const OfficeDay day = office_day(calendar, on);
  Minutes open;
  int last = -1;
  for (const MinuteSpan span : day.open) {
    RC_ASSERT(span.from > last);  // sorted and apart
    RC_ASSERT(span.from < span.to);
    last = span.to;
    for (int minute = span.from; minute < span.to; ++minute) open.set(static_cast<std::size_t>(minute));
  }
  RC_ASSERT(open == open_minutes(calendar, on));
  RC_ASSERT((day.kind == DayKind::open) == open.any());
  const bool named = day.kind == DayKind::holiday || day.kind == DayKind::closure;
  RC_ASSERT(named == !day.reason.en.empty());
}

RC_GTEST_PROP(office_day, is_open_at_the_minutes_of_the_reference, ()) {
  const OfficeCalendar calendar = some_calendar();
  for (int day = 0; day < kDates; ++day) check_day(calendar, plus_days(kFrom, day));
}

std::vector<SeatRule> some_rules() {
  return several(6, [] {
    const MinuteSpan part = *rc::gen::arbitrary<bool>() ? MinuteSpan{0, kDay} : some_span();
    return SeatRule{*rc::gen::element(127U, 127U, 0b0011111U, 1U),
                    part,
                    5 * *rc::gen::inRange(1, 25),
                    *rc::gen::inRange(1, 5),
                    some_begin(),
                    some_end()};
  });
}

/// The rules that count on `on`, one by one from the sentence of the header.
std::vector<SeatRule> counting(const std::vector<SeatRule>& rules, Date on) {
  std::vector<SeatRule> today;
  for (const SeatRule& rule : rules) {
    if ((rule.weekdays >> (iso_weekday(on) - 1) & 1U) == 1) today.push_back(rule);
  }
  std::vector<SeatRule> out;
  for (const SeatRule& rule : today) {
    const auto same = [&](const SeatRule& row) { return row.valid_from == rule.valid_from; };
    const bool holds = rule.valid_from <= on && (!rule.valid_to || on <= *rule.valid_to);
    if (holds && some_youngest(today, on, same)) out.push_back(rule);
  }
  return out;
}

bool lies_within(const PlannedSlot& slot, int from, const SeatRule& rule, const Minutes& open) {
  if (slot.minutes != rule.slot_minutes || from < rule.part.from || from + slot.minutes > rule.part.to)
    return false;
  for (int minute = from; minute < from + slot.minutes; ++minute) {
    if (!open[static_cast<std::size_t>(minute)]) return false;
  }
  return true;
}

void check_slots(const OfficeCalendar& calendar, const std::vector<SeatRule>& rules, int counters, Date on) {
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const auto slots = plan_slots(office_day(calendar, on), on, rules, counters, zone);
  const Minutes open = open_minutes(calendar, on);
  const auto today = counting(rules, on);
  base::Instant free_from{std::chrono::milliseconds::min()};
  for (const PlannedSlot& slot : slots) {
    const auto local = zone.to_local(slot.starts_at) - std::chrono::local_days(on);
    const int from = static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(local).count());
    RC_ASSERT(slot.starts_at >= free_from);
    free_from = slot.starts_at + std::chrono::minutes(slot.minutes);
    RC_ASSERT(std::ranges::any_of(today, [&](const SeatRule& rule) {
      return slot.seats == counters * rule.seats_per_counter && lies_within(slot, from, rule, open);
    }));
  }
  RC_ASSERT(counters > 0 || slots.empty());
}

RC_GTEST_PROP(plan_slots, lie_within_open_minutes_of_a_counting_rule_and_never_meet, ()) {
  const OfficeCalendar calendar = some_calendar();
  const std::vector<SeatRule> rules = some_rules();
  const int counters = *rc::gen::inRange(0, 4);
  for (int day = 0; day < kDates; ++day) check_slots(calendar, rules, counters, plus_days(kFrom, day));
}

/// With one rule, walks the day minute by minute: in each open stretch inside the rule's part a slot begins
/// at the first minute, and again whenever one is full and the next still fits.
std::vector<int> starts_by_walking(const Minutes& open, const SeatRule& rule) {
  std::vector<int> starts;
  int run = 0;
  for (int minute = 0; minute < kDay; ++minute) {
    const bool inside = open[static_cast<std::size_t>(minute)] && covers(rule.part, minute);
    run = inside ? run + 1 : 0;
    if (run == rule.slot_minutes) {
      starts.push_back(minute + 1 - rule.slot_minutes);
      run = 0;
    }
  }
  return starts;
}

RC_GTEST_PROP(plan_slots, of_one_rule_are_those_of_a_walk_through_the_minutes, ()) {
  OfficeCalendar calendar = some_calendar();
  calendar.closures.clear();
  const Date on = some_date();
  SeatRule rule{127, some_span(), 5 * *rc::gen::inRange(1, 25), 1, kFrom, std::nullopt};
  if (*rc::gen::arbitrary<bool>()) rule.part = {0, kDay};
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  std::vector<PlannedSlot> expected;
  for (const int start : starts_by_walking(open_minutes(calendar, on), rule)) {
    const auto at = zone.to_utc(std::chrono::local_days(on) + std::chrono::minutes(start));
    expected.push_back({at, rule.slot_minutes, 2});
  }
  RC_ASSERT(plan_slots(office_day(calendar, on), on, {&rule, 1}, 2, zone) == expected);
}

RC_GTEST_PROP(plan_slots, lose_what_lies_in_a_closure_and_stay_where_they_are, ()) {
  const OfficeCalendar calendar = some_calendar();
  const std::vector<SeatRule> rules = some_rules();
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  OfficeCalendar without_closures = calendar;
  without_closures.closures.clear();
  for (int day = 0; day < kDates; ++day) {
    const Date on = plus_days(kFrom, day);
    auto expected = plan_slots(office_day(without_closures, on), on, rules, 2, zone);
    std::erase_if(expected, [&](const PlannedSlot& slot) {
      return std::ranges::any_of(calendar.closures, [&](const Closure& closure) {
        return lies_in(closure, slot.starts_at, slot.minutes, zone);
      });
    });
    RC_ASSERT(plan_slots(office_day(calendar, on), on, rules, 2, zone) == expected);
  }
}

const base::Zone& some_zone() {
  static const std::vector<base::Zone> kZones{
      base::load_zone("Asia/Kuala_Lumpur"),   base::load_zone("Asia/Jakarta"),
      base::load_zone("Australia/Melbourne"), base::load_zone("America/St_Johns"),
      base::load_zone("Pacific/Apia"),        base::load_zone("Europe/London")};
  return kZones[*rc::gen::inRange<std::size_t>(0, kZones.size())];
}

RC_GTEST_PROP(plan_slots, keep_wall_times_in_every_zone_and_never_meet, ()) {
  const base::Zone& zone = some_zone();
  const Date on = plus_days(kFrom, *rc::gen::inRange(0, 730));
  const OfficeDay day{DayKind::open, {}, {{0, kDay}}};
  const SeatRule rule{127, {0, kDay}, 15 * *rc::gen::inRange(1, 5), 1, kFrom, std::nullopt};
  const auto slots = plan_slots(day, on, {&rule, 1}, 1, zone);
  RC_ASSERT(!slots.empty());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto local = zone.to_local(slots[i].starts_at) - std::chrono::local_days(on);
    RC_ASSERT(local >= std::chrono::hours(0) && local < std::chrono::hours(24));
    RC_ASSERT(local % std::chrono::minutes(rule.slot_minutes) == std::chrono::minutes(0));
    if (i > 0)
      RC_ASSERT(slots[i].starts_at >= slots[i - 1].starts_at + std::chrono::minutes(slots[i - 1].minutes));
  }
}

RC_GTEST_PROP(booking_window, is_open_on_whole_dates_between_its_ends, ()) {
  const base::Zone& zone = some_zone();
  const BookingWindow window{*rc::gen::inRange(1, 13), *rc::gen::inRange(0, 5)};
  const auto begin = base::Instant(std::chrono::sys_days(kFrom));
  const auto now = begin + std::chrono::minutes(*rc::gen::inRange(0, 2 * 365 * kDay));
  const auto starts_at = now + std::chrono::minutes(*rc::gen::inRange(-3 * kDay, 420 * kDay));
  const Date today = zone.date_at(now);
  const Date on = zone.date_at(starts_at);
  // Walk day by day from today, counting; a month ahead is the same day number or the month's last.
  int days = 0;
  for (Date day = today; day < on; day = plus_days(day, 1)) ++days;
  const auto ahead = today.year() / today.month() + std::chrono::months(window.window_months);
  const auto last = std::min(today.day(), (ahead / std::chrono::last).day());
  const bool open = starts_at > now && days >= window.lead_days && on <= Date(ahead / last);
  RC_ASSERT((check_window(window, starts_at, now, zone) == WindowAnswer::open) == open);
}

}  // namespace
}  // namespace temujanji::domain
