#include "domain/calendar.h"

#include <gtest/gtest.h>

#include <vector>

namespace temujanji::domain {
namespace {

Date date(std::string_view iso) {
  return parse_date(iso).value();
}

constexpr int at(int hour, int minute = 0) {
  return hour * 60 + minute;
}

const Date kAlways = date("2014-01-01");
constexpr unsigned kFridaySaturday = 0b0110000;
constexpr unsigned kSaturdaySunday = 0b1100000;

void add_hours(OfficeCalendar& calendar, const std::vector<int>& weekdays,
               const std::vector<MinuteSpan>& spans) {
  for (const int weekday : weekdays) {
    for (const MinuteSpan span : spans) calendar.hours.push_back({weekday, span, kAlways, std::nullopt});
  }
}

/// Hours of a branch in a state that rests on Saturday and Sunday, with the Friday prayer break.
OfficeCalendar peninsula() {
  OfficeCalendar calendar;
  add_hours(calendar, {1, 2, 3, 4}, {{at(8), at(13)}, {at(14), at(17)}});
  add_hours(calendar, {5}, {{at(8), at(12, 15)}, {at(14, 45), at(17)}});
  calendar.weekend = {{kSaturdaySunday, kAlways, std::nullopt}};
  return calendar;
}

/// Hours of a branch that is open any day which the state does not rest on, as Johor's were rewritten.
OfficeCalendar johor() {
  OfficeCalendar calendar;
  add_hours(calendar, {1, 2, 3, 4, 7}, {{at(8), at(13)}, {at(14), at(17)}});
  add_hours(calendar, {5}, {{at(8), at(12, 15)}, {at(14, 45), at(17)}});
  calendar.weekend = {{kFridaySaturday, kAlways, date("2024-12-31")},
                      {kSaturdaySunday, date("2025-01-01"), std::nullopt}};
  return calendar;
}

TEST(date_text, is_read_only_where_it_is_a_date_that_exists) {
  for (const auto* good : {"2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"}) {
    ASSERT_TRUE(parse_date(good)) << good;
    EXPECT_EQ(to_iso(*parse_date(good)), good);
  }
  for (const auto* bad :
       {"", "2026-11-3", "2026-11-233", "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026/01/01",
        "+026-01-01", "-026-01-01", "2026-+1-01", "2026- 1-01", "20260-1-01", "２026-1-1", "2026-11-23 "})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(date_steps, end_in_months_that_are_shorter) {
  EXPECT_EQ(to_iso(plus_months(date("2026-01-31"), 1)), "2026-02-28");
  EXPECT_EQ(to_iso(plus_months(date("2023-11-30"), 3)), "2024-02-29");
  EXPECT_EQ(to_iso(plus_months(date("2026-11-30"), 3)), "2027-02-28");
  EXPECT_EQ(to_iso(plus_months(date("2026-03-31"), -1)), "2026-02-28");
  EXPECT_EQ(to_iso(plus_days(date("2024-02-28"), 1)), "2024-02-29");
  EXPECT_EQ(to_iso(plus_days(date("2026-01-01"), -1)), "2025-12-31");
  EXPECT_EQ(iso_weekday(date("2026-11-23")), 1);
  EXPECT_EQ(iso_weekday(date("2026-11-29")), 7);
}

TEST(office_day, follows_the_law_on_rest_days_that_holds_on_the_date) {
  const OfficeCalendar calendar = johor();
  EXPECT_EQ(office_day(calendar, date("2024-12-27")).kind, DayKind::rest_day);  // a Friday
  EXPECT_EQ(office_day(calendar, date("2024-12-29")).kind, DayKind::open);      // a Sunday
  EXPECT_EQ(office_day(calendar, date("2025-01-03")).kind, DayKind::open);      // a Friday
  EXPECT_EQ(office_day(calendar, date("2025-01-05")).kind, DayKind::rest_day);  // a Sunday
  EXPECT_EQ(office_day(calendar, date("2024-12-28")).kind, DayKind::rest_day);  // Saturdays under both
  EXPECT_EQ(office_day(calendar, date("2025-01-04")).kind, DayKind::rest_day);
}

TEST(office_day, rests_on_friday_in_kelantan) {
  OfficeCalendar kelantan;
  add_hours(kelantan, {7, 1, 2, 3}, {{at(8), at(13)}, {at(14), at(17)}});
  add_hours(kelantan, {4}, {{at(8), at(13)}, {at(14), at(15, 30)}});
  kelantan.weekend = {{kFridaySaturday, kAlways, std::nullopt}};
  EXPECT_EQ(office_day(kelantan, date("2026-11-27")).kind, DayKind::rest_day);
  EXPECT_EQ(office_day(kelantan, date("2026-11-28")).kind, DayKind::rest_day);
  EXPECT_EQ(office_day(kelantan, date("2026-11-29")).open.size(), 2U);  // Sunday
  EXPECT_EQ(office_day(kelantan, date("2026-11-26")).open.back().to, at(15, 30));
}

TEST(office_day, leaves_out_the_friday_prayer) {
  const struct {
    MinuteSpan prayer;
  } regions[] = {{{at(12, 15), at(14, 45)}}, {{at(11, 30), at(14)}}, {{at(11, 45), at(14, 15)}}};
  for (const auto& region : regions) {
    OfficeCalendar calendar;
    add_hours(calendar, {5}, {{at(8), region.prayer.from}, {region.prayer.to, at(17)}});
    const OfficeDay friday = office_day(calendar, date("2026-11-27"));
    EXPECT_EQ(friday.open,
              (std::vector<MinuteSpan>{{at(8), region.prayer.from}, {region.prayer.to, at(17)}}));
  }
}

TEST(office_day, opens_a_transformation_centre_on_rest_days_but_not_on_holidays) {
  OfficeCalendar utc;
  add_hours(utc, {1, 2, 3, 4, 5, 6, 7}, {{at(8), at(17)}});
  utc.weekend = {{kSaturdaySunday, kAlways, std::nullopt}};
  EXPECT_EQ(office_day(utc, date("2026-11-29")).kind, DayKind::rest_day);
  utc.opens_on_rest_days = true;
  EXPECT_EQ(office_day(utc, date("2026-11-29")).kind, DayKind::open);
  utc.holidays = {{date("2026-11-29"), {"Cuti", "Holiday"}, false}};
  EXPECT_EQ(office_day(utc, date("2026-11-29")).kind, DayKind::holiday);
}

TEST(office_day, names_the_holiday_or_the_closure) {
  OfficeCalendar calendar = peninsula();
  calendar.holidays = {{date("2026-08-31"), {"Hari Kebangsaan", "National Day"}, false}};
  calendar.closures = {{date("2026-08-29"), date("2026-09-01"), std::nullopt, {"Banjir", "Flood"}}};
  const OfficeDay holiday = office_day(calendar, date("2026-08-31"));
  EXPECT_EQ(holiday.kind, DayKind::holiday);
  EXPECT_EQ(holiday.reason.en, "National Day");
  EXPECT_EQ(office_day(calendar, date("2026-08-30")).kind, DayKind::rest_day);
  const OfficeDay closed = office_day(calendar, date("2026-09-01"));
  EXPECT_EQ(closed.kind, DayKind::closure);
  EXPECT_EQ(closed.reason.ms, "Banjir");
  EXPECT_TRUE(closed.open.empty());
  EXPECT_EQ(office_day(calendar, date("2026-08-28")).kind, DayKind::open);
  EXPECT_EQ(office_day(calendar, date("2026-09-02")).kind, DayKind::open);
}

TEST(office_day, keeps_the_hours_that_a_part_day_closure_leaves) {
  OfficeCalendar calendar = peninsula();
  const Date monday = date("2026-11-23");
  calendar.closures = {{monday, monday, MinuteSpan{at(9), at(15)}, {"Latihan", "Training"}}};
  const OfficeDay day = office_day(calendar, monday);
  EXPECT_EQ(day.kind, DayKind::open);
  EXPECT_EQ(day.reason, base::Bilingual{});
  EXPECT_EQ(day.open, (std::vector<MinuteSpan>{{at(8), at(9)}, {at(15), at(17)}}));
  calendar.closures.push_back({monday, monday, MinuteSpan{at(8), at(9)}, {"Mesyuarat", "Meeting"}});
  calendar.closures.push_back({monday, monday, MinuteSpan{at(15), at(17)}, {"Elektrik", "Power cut"}});
  EXPECT_EQ(office_day(calendar, monday).kind, DayKind::closure);
  EXPECT_EQ(office_day(calendar, monday).reason.en, "Power cut");
}

TEST(lies_in, a_slot_that_only_touches_the_closed_part_stays) {
  const base::Zone kuala_lumpur = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const base::Zone melbourne = base::load_zone("Australia/Melbourne");  // three hours ahead in November
  const Closure morning{date("2026-11-23"), date("2026-11-24"), MinuteSpan{at(9), at(11)}, {}};
  const Closure days{date("2026-11-23"), date("2026-11-24"), std::nullopt, {}};
  const struct {
    const Closure& closure;
    const base::Zone& zone;
    const char* on;
    int from;
    bool gone;
  } rows[] = {
      {morning, kuala_lumpur, "2026-11-23", at(8, 30), false},  // ends when it begins
      {morning, kuala_lumpur, "2026-11-23", at(8, 31), true},   // one minute inside
      {morning, kuala_lumpur, "2026-11-23", at(9), true},
      {morning, kuala_lumpur, "2026-11-23", at(10, 59), true},  // its last minute
      {morning, kuala_lumpur, "2026-11-23", at(11), false},     // begins when it ends
      {morning, kuala_lumpur, "2026-11-22", at(10), false},     // the day before
      {morning, kuala_lumpur, "2026-11-24", at(10), true},      // the last day
      {morning, kuala_lumpur, "2026-11-25", at(10), false},     // the day after
      {morning, melbourne, "2026-11-24", at(10), true},         // there it is ten o'clock, too
      {morning, melbourne, "2026-11-24", at(12), false},
      {days, melbourne, "2026-11-22", at(23, 30), false},
      {days, melbourne, "2026-11-23", 0, true},
      {days, melbourne, "2026-11-24", at(23, 30), true},
      {days, melbourne, "2026-11-25", 0, false},
  };
  for (const auto& row : rows) {
    const auto local = std::chrono::local_days(date(row.on)) + std::chrono::minutes(row.from);
    EXPECT_EQ(lies_in(row.closure, row.zone.to_utc(local), 30, row.zone), row.gone)
        << row.on << ' ' << row.from << ' ' << row.zone.name();
  }
}

TEST(plan_slots, stay_where_they_are_around_a_closure) {
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const Date monday = date("2026-11-23");
  OfficeCalendar calendar = peninsula();
  calendar.closures = {{monday, monday, MinuteSpan{at(8, 40), at(9, 10)}, {"Latihan", "Training"}}};
  const SeatRule rule{127, {0, at(10)}, 20, 1, kAlways, std::nullopt};
  std::vector<int> begins;
  for (const PlannedSlot& slot : plan_slots(office_day(calendar, monday), monday, {&rule, 1}, 1, zone)) {
    const auto local = zone.to_local(slot.starts_at) - std::chrono::local_days(monday);
    begins.push_back(static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(local).count()));
  }
  EXPECT_EQ(begins, (std::vector<int>{at(8), at(8, 20), at(9, 20), at(9, 40)}));
}

TEST(office_day, takes_the_youngest_timetable_and_returns_when_it_ends) {
  OfficeCalendar calendar = peninsula();
  calendar.hours.push_back({1, {at(8), at(16, 30)}, date("2026-02-18"), date("2026-03-19")});
  calendar.hours.push_back({2, {at(8), at(16, 30)}, date("2026-02-18"), date("2026-03-19")});
  EXPECT_EQ(office_day(calendar, date("2026-02-17")).open.size(), 2U);
  EXPECT_EQ(office_day(calendar, date("2026-02-23")).open, (std::vector<MinuteSpan>{{at(8), at(16, 30)}}));
  EXPECT_EQ(office_day(calendar, date("2026-02-18")).kind, DayKind::no_hours);  // a Wednesday, not listed
  EXPECT_EQ(office_day(calendar, date("2026-03-23")).open.size(), 2U);
  EXPECT_EQ(office_day(calendar, date("2013-12-30")).kind, DayKind::no_hours);
}

TEST(plan_slots, fill_the_open_parts_and_leave_the_rest_over) {
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const Date friday = date("2026-11-27");
  const SeatRule rule{127, {0, 1440}, 30, 2, kAlways, std::nullopt};
  const auto slots = plan_slots(office_day(peninsula(), friday), friday, {&rule, 1}, 3, zone);
  ASSERT_EQ(slots.size(), 8U + 4U);  // 8.00–12.00, 14.45–16.45
  EXPECT_EQ(slots.front().starts_at, base::Instant(std::chrono::sys_days(friday)));
  EXPECT_EQ(slots.front().seats, 6);
  EXPECT_EQ(slots[8].starts_at,
            base::Instant(std::chrono::sys_days(friday) + std::chrono::minutes(6 * 60 + 45)));
  EXPECT_TRUE(plan_slots(office_day(peninsula(), friday), friday, {&rule, 1}, 0, zone).empty());
  EXPECT_TRUE(plan_slots(office_day(peninsula(), friday), friday, {}, 3, zone).empty());
}

TEST(plan_slots, are_cut_by_the_rules_part_and_weekdays) {
  const base::Zone zone = base::fixed_zone("UTC", std::chrono::hours(0));
  const Date monday = date("2026-11-23");
  const OfficeDay day{DayKind::open, {}, {{at(8), at(13)}}};
  const SeatRule rules[] = {{1, {at(9), at(10)}, 20, 1, kAlways, std::nullopt},
                            {1, {at(12), at(14)}, 60, 4, kAlways, std::nullopt},
                            {2, {0, 1440}, 5, 9, kAlways, std::nullopt},
                            {1, {0, 1440}, 5, 9, date("2013-01-01"), std::nullopt},
                            {1, {0, 1440}, 5, 9, date("2026-11-24"), std::nullopt}};
  const auto slots = plan_slots(day, monday, rules, 1, zone);
  ASSERT_EQ(slots.size(), 4U);
  EXPECT_EQ(slots[0].starts_at, base::Instant(std::chrono::sys_days(monday) + std::chrono::hours(9)));
  EXPECT_EQ(slots[3].starts_at, base::Instant(std::chrono::sys_days(monday) + std::chrono::hours(12)));
  EXPECT_EQ(slots[3].minutes, 60);
  EXPECT_EQ(slots[3].seats, 4);
}

TEST(plan_slots, keep_the_wall_time_across_a_change_of_clocks) {
  const base::Zone melbourne = base::load_zone("Australia/Melbourne");
  const SeatRule rule{127, {0, 1440}, 30, 1, kAlways, std::nullopt};
  const OfficeDay day{DayKind::open, {}, {{at(9), at(10)}}};
  // Daylight saving ends on Sunday 2026-04-05 and begins on Sunday 2026-10-04.
  const struct {
    const char* on;
    int utc_hour_before_midnight;
  } days[] = {{"2026-04-04", 2}, {"2026-04-06", 1}, {"2026-10-03", 1}, {"2026-10-05", 2}};
  for (const auto& row : days) {
    const auto slots = plan_slots(day, date(row.on), {&rule, 1}, 1, melbourne);
    ASSERT_EQ(slots.size(), 2U);
    const auto expected =
        base::Instant(std::chrono::sys_days(date(row.on)) - std::chrono::hours(row.utc_hour_before_midnight));
    EXPECT_EQ(slots[0].starts_at, expected) << row.on;
  }
}

TEST(plan_slots, leave_out_the_hour_that_clocks_skip) {
  const base::Zone melbourne = base::load_zone("Australia/Melbourne");
  const SeatRule rule{127, {0, 1440}, 30, 1, kAlways, std::nullopt};
  const OfficeDay day{DayKind::open, {}, {{at(1), at(4)}}};
  const auto slots = plan_slots(day, date("2026-10-04"), {&rule, 1}, 1, melbourne);
  EXPECT_EQ(slots.size(), 4U);  // 1.00, 1.30, 3.00, 3.30
  for (std::size_t i = 1; i < slots.size(); ++i)
    EXPECT_EQ(slots[i].starts_at - slots[i - 1].starts_at, std::chrono::minutes(30));
}

TEST(booking_window, is_counted_in_dates_of_the_offices_zone) {
  const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const auto local = [&](std::string_view iso, int hour, int minute) {
    return zone.to_utc(std::chrono::local_days(date(iso)) + std::chrono::minutes(at(hour, minute)));
  };
  const BookingWindow usual{3, 1};
  const base::Instant late = local("2026-11-23", 23, 59);
  EXPECT_EQ(check_window(usual, local("2026-11-23", 23, 59), late, zone), WindowAnswer::too_soon);
  EXPECT_EQ(check_window(usual, local("2026-11-24", 0, 0), late, zone), WindowAnswer::open);
  EXPECT_EQ(check_window(usual, local("2026-11-25", 8, 0), local("2026-11-25", 0, 0), zone),
            WindowAnswer::too_soon);
  EXPECT_EQ(check_window(usual, local("2027-02-23", 23, 59), late, zone), WindowAnswer::open);
  EXPECT_EQ(check_window(usual, local("2027-02-24", 0, 0), late, zone), WindowAnswer::too_far);
  EXPECT_EQ(check_window(usual, local("2027-02-24", 0, 0), late + std::chrono::minutes(1), zone),
            WindowAnswer::open);
  const BookingWindow same_day{1, 0};
  EXPECT_EQ(check_window(same_day, late, late, zone), WindowAnswer::too_soon);
  EXPECT_EQ(check_window(same_day, late + std::chrono::milliseconds(1), late, zone), WindowAnswer::open);
}

TEST(booking_window, opens_at_each_zones_own_midnight) {
  const BookingWindow usual{3, 1};
  const base::Zone melbourne = base::load_zone("Australia/Melbourne");
  const base::Zone kuala_lumpur = base::load_zone("Asia/Kuala_Lumpur");
  // 13.30 UTC: already the 24th in Melbourne (+11), still the 23rd in Kuala Lumpur (+8).
  const auto now =
      base::Instant(std::chrono::sys_days(date("2026-11-23")) + std::chrono::minutes(at(13, 30)));
  const auto starts_at = base::Instant(std::chrono::sys_days(date("2026-11-24")) + std::chrono::hours(1));
  EXPECT_EQ(check_window(usual, starts_at, now, melbourne), WindowAnswer::too_soon);
  EXPECT_EQ(check_window(usual, starts_at, now, kuala_lumpur), WindowAnswer::open);
}

}  // namespace
}  // namespace temujanji::domain
