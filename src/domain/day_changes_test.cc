#include <gtest/gtest.h>

#include <array>

#include "domain/calendar.h"

namespace temujanji::domain {
namespace {

constexpr int minute_of(int hour, int minute = 0) {
  return hour * 60 + minute;
}

const Date kMonday = std::chrono::year(2026) / 11 / 23, kSunday = std::chrono::year(2026) / 11 / 29;
const Date kLongAgo = std::chrono::year(2020) / 1 / 1;

/// Open from Monday to Saturday from 8 to 10 with slots of half an hour; two counters with two seats each.
class ChangedDay : public testing::Test {
 protected:
  ChangedDay() {
    for (int weekday = 1; weekday <= 6; ++weekday)
      calendar.hours.push_back({weekday, {minute_of(8), minute_of(10)}, kLongAgo, std::nullopt});
    calendar.weekend = {{0b1000000, kLongAgo, std::nullopt}};
  }

  /// "8:00x4 8:30x4 …"
  std::string slots(Date on, int counters = 2) {
    const PoolDays pool{calendar, rules, counters, changes};
    std::string text;
    for (const PlannedSlot& slot : plan_changed_slots(pool, on, zone)) {
      const auto local = zone.to_local(slot.starts_at) - std::chrono::local_days(on);
      const auto minute = std::chrono::floor<std::chrono::minutes>(local).count();
      if (!text.empty()) text += ' ';
      text += std::to_string(minute / 60) + ":" + (minute % 60 < 10 ? "0" : "") +
              std::to_string(minute % 60) + "x" + std::to_string(slot.seats);
    }
    return text;
  }
  static DayChange seats(Date on, MinuteSpan part, int count) { return {on, part, count, false}; }
  static DayChange extra(Date on, MinuteSpan part, std::optional<int> count = std::nullopt) {
    return {on, part, count, true};
  }

  OfficeCalendar calendar;
  std::vector<SeatRule> rules{{127, {0, 1440}, 30, 2, kLongAgo, std::nullopt}};
  std::vector<DayChange> changes;
  const base::Zone& zone = zone_;

 private:
  base::Zone zone_ = base::load_zone("Asia/Kuala_Lumpur");
};

TEST_F(ChangedDay, is_as_the_rules_say_where_nothing_was_changed) {
  changes = {seats(kSunday, {0, 1440}, 1)};
  EXPECT_EQ(slots(kMonday), "8:00x4 8:30x4 9:00x4 9:30x4");
  EXPECT_EQ(slots(kSunday), "");
}

TEST_F(ChangedDay, gives_other_seats_to_slots_that_begin_in_the_part) {
  changes = {seats(kMonday, {minute_of(8, 30), minute_of(9, 30)}, 7)};
  EXPECT_EQ(slots(kMonday), "8:00x4 8:30x7 9:00x7 9:30x4");
  changes = {seats(kMonday, {minute_of(8, 31), minute_of(9, 31)}, 7)};
  EXPECT_EQ(slots(kMonday), "8:00x4 8:30x4 9:00x7 9:30x7");
}

TEST_F(ChangedDay, has_no_slots_where_there_are_no_seats) {
  changes = {seats(kMonday, {minute_of(8), minute_of(9)}, 0)};
  EXPECT_EQ(slots(kMonday), "9:00x4 9:30x4");
}

TEST_F(ChangedDay, follows_the_later_of_two_changes) {
  changes = {seats(kMonday, {minute_of(8), minute_of(9, 30)}, 1),
             seats(kMonday, {minute_of(9), minute_of(10)}, 9)};
  EXPECT_EQ(slots(kMonday), "8:00x1 8:30x1 9:00x9 9:30x9");
}

TEST_F(ChangedDay, opens_on_a_rest_day_and_on_a_holiday) {
  changes = {extra(kSunday, {minute_of(9), minute_of(10, 15)})};
  EXPECT_EQ(slots(kSunday), "9:00x4 9:30x4") << "a slot lies wholly inside the part";
  EXPECT_EQ(pool_day(calendar, changes, kSunday).kind, DayKind::open);
  changes = {extra(kMonday, {minute_of(9), minute_of(10)}, 1)};
  calendar.holidays = {{kMonday, {"Cuti", "Holiday"}, false}};
  EXPECT_EQ(slots(kMonday), "9:00x1 9:30x1");
}

TEST_F(ChangedDay, moves_no_slot_of_the_timetable) {
  changes = {extra(kMonday, {minute_of(7, 40), minute_of(11, 10)})};
  EXPECT_EQ(slots(kMonday), "8:00x4 8:30x4 9:00x4 9:30x4 10:10x4 10:40x4");
  const auto day = pool_day(calendar, changes, kMonday);
  EXPECT_EQ(day.open, (std::vector<MinuteSpan>{{minute_of(7, 40), minute_of(11, 10)}}));
}

TEST_F(ChangedDay, stays_shut_where_it_is_closed) {
  changes = {extra(kSunday, {minute_of(8), minute_of(10)})};
  calendar.closures = {
      {kSunday, kSunday, MinuteSpan{minute_of(8, 45), minute_of(9, 15)}, {"Banjir", "Flood"}}};
  EXPECT_EQ(slots(kSunday), "8:00x4 9:30x4");
  calendar.closures.front().part.reset();
  EXPECT_EQ(slots(kSunday), "");
  EXPECT_EQ(pool_day(calendar, changes, kSunday).kind, DayKind::rest_day);
}

TEST_F(ChangedDay, has_nothing_without_counters_or_rules) {
  changes = {extra(kSunday, {minute_of(8), minute_of(10)}, 5)};
  EXPECT_EQ(slots(kSunday, 0), "");
  rules.front().weekdays = 0b0111111;
  EXPECT_EQ(slots(kSunday), "");
}

}  // namespace
}  // namespace temujanji::domain
