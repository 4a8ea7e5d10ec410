#include "base/words.h"

#include <gtest/gtest.h>

#include "base/fault.h"

namespace temujanji::base {
namespace {

using namespace std::chrono_literals;

LocalTime at(std::chrono::minutes since_midnight) {
  return std::chrono::local_days(2026y / 11 / 23) + since_midnight;
}

TEST(words, say_dates_in_full_in_both_languages) {
  const Words words;
  EXPECT_EQ(words.date(Language::ms, 2026y / 11 / 23), "Isnin, 23 November 2026");
  EXPECT_EQ(words.date(Language::en, 2026y / 11 / 23), "Monday, 23 November 2026");
  EXPECT_EQ(words.date(Language::ms, 2026y / 3 / 1), "Ahad, 1 Mac 2026");
  EXPECT_EQ(words.short_date(Language::ms, 2026y / 8 / 9), "9 Ogos 2026");
  EXPECT_EQ(words.month(Language::ms, 2026y / 12), "Disember 2026");
  EXPECT_EQ(words.date_time(Language::ms, at(9h + 15min)), "Isnin, 23 November 2026, 9:15 pagi");
  EXPECT_EQ(words.date_time(Language::en, at(9h + 15min)), "Monday, 23 November 2026, 9:15 am");
}

TEST(words, say_the_time_with_its_part_of_the_day) {
  struct Row {
    std::chrono::minutes at;
    std::string_view ms;
    std::string_view en;
  };
  const Row rows[] = {
      {0min, "12:00 pagi", "12:00 am"},       {11h + 59min, "11:59 pagi", "11:59 am"},
      {12h, "12:00 tengah hari", "12:00 pm"}, {13h + 59min, "1:59 tengah hari", "1:59 pm"},
      {14h, "2:00 petang", "2:00 pm"},        {18h + 59min, "6:59 petang", "6:59 pm"},
      {19h, "7:00 malam", "7:00 pm"},         {23h + 5min, "11:05 malam", "11:05 pm"},
  };
  const Words words;
  for (const Row& row : rows) {
    EXPECT_EQ(words.time(Language::ms, at(row.at)), row.ms);
    EXPECT_EQ(words.time(Language::en, at(row.at)), row.en);
  }
}

TEST(words, fill_placeholders_once_and_leave_unknown_ones) {
  const Words words;
  EXPECT_EQ(words.text(Language::en, "date.pattern_time", {{"date", "{time}"}, {"other", "x"}}),
            "{time}, {time}");
}

TEST(words, refuse_a_key_that_does_not_exist) {
  const Words words;
  EXPECT_FALSE(words.has(Language::ms, "no.such.key"));
  EXPECT_THROW((void)words.text(Language::ms, "no.such.key"), Fault);
}

}  // namespace
}  // namespace temujanji::base
