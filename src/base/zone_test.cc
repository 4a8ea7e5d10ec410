#include "base/zone.h"

#include <gtest/gtest.h>

#include "base/fault.h"
#include "base/rfc3339.h"

namespace temujanji::base {
namespace {

using namespace std::chrono_literals;

Instant utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

LocalTime wall(std::chrono::year_month_day on, std::chrono::minutes since_midnight) {
  return std::chrono::local_days(on) + since_midnight;
}

TEST(zone, skips_the_hour_that_clocks_in_melbourne_are_put_forward) {
  // 2026-10-04, 02:00 AEST becomes 03:00 AEDT.
  const Zone melbourne = load_zone("Australia/Melbourne");
  EXPECT_EQ(melbourne.offset_at(utc("2026-10-03T15:59:59.999Z")), 10h);
  EXPECT_EQ(melbourne.offset_at(utc("2026-10-03T16:00:00Z")), 11h);
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 10 / 4, 1h + 59min)), utc("2026-10-03T15:59:00Z"));
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 10 / 4, 3h)), utc("2026-10-03T16:00:00Z"));
  // A wall time that never was is read with the offset from before the gap.
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 10 / 4, 2h)), utc("2026-10-03T16:00:00Z"));
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 10 / 4, 2h + 59min)), utc("2026-10-03T16:59:00Z"));
}

TEST(zone, takes_the_earlier_of_two_moments_when_clocks_in_melbourne_are_put_back) {
  // 2026-04-05, 03:00 AEDT becomes 02:00 AEST.
  const Zone melbourne = load_zone("Australia/Melbourne");
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 4 / 5, 1h + 59min)), utc("2026-04-04T14:59:00Z"));
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 4 / 5, 2h)), utc("2026-04-04T15:00:00Z"));
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 4 / 5, 2h + 59min)), utc("2026-04-04T15:59:00Z"));
  EXPECT_EQ(melbourne.to_utc(wall(2026y / 4 / 5, 3h)), utc("2026-04-04T17:00:00Z"));
  EXPECT_EQ(melbourne.to_local(utc("2026-04-04T15:30:00Z")), wall(2026y / 4 / 5, 2h + 30min));
  EXPECT_EQ(melbourne.to_local(utc("2026-04-04T16:30:00Z")), wall(2026y / 4 / 5, 2h + 30min));
}

TEST(zone, knows_that_kuala_lumpur_put_its_clocks_forward_in_1982) {
  const Zone kuala_lumpur = load_zone("Asia/Kuala_Lumpur");
  EXPECT_EQ(kuala_lumpur.offset_at(utc("1981-12-31T15:59:59Z")), 7h + 30min);
  EXPECT_EQ(kuala_lumpur.offset_at(utc("1981-12-31T16:00:00Z")), 8h);
  EXPECT_EQ(kuala_lumpur.to_local(utc("1981-12-31T16:00:00Z")), wall(1982y / 1 / 1, 0h));
  EXPECT_EQ(kuala_lumpur.to_utc(wall(1981y / 12 / 31, 23h + 29min)), utc("1981-12-31T15:59:00Z"));
  EXPECT_EQ(kuala_lumpur.to_utc(wall(1982y / 1 / 1, 0h)), utc("1981-12-31T16:00:00Z"));
}

TEST(zone, changes_its_date_at_midnight) {
  const Zone kuala_lumpur = load_zone("Asia/Kuala_Lumpur");
  EXPECT_EQ(kuala_lumpur.date_at(utc("2026-12-31T15:59:59.999Z")), 2026y / 12 / 31);
  EXPECT_EQ(kuala_lumpur.date_at(utc("2026-12-31T16:00:00Z")), 2027y / 1 / 1);
  const Zone west = fixed_zone("west", -3h - 30min);
  EXPECT_EQ(west.date_at(utc("2026-03-01T03:29:59.999Z")), 2026y / 2 / 28);
  EXPECT_EQ(west.date_at(utc("2026-03-01T03:30:00Z")), 2026y / 3 / 1);
  EXPECT_EQ(west.date_at(from_millis(-1)), 1969y / 12 / 31);
}

TEST(zone, reads_every_quarter_of_an_hour_of_a_year_back) {
  const Zone melbourne = load_zone("Australia/Melbourne");
  int doubled = 0;
  for (Instant at = utc("2026-01-01T00:00:00Z"); at < utc("2027-01-01T00:00:00Z"); at += 15min) {
    const Instant back = melbourne.to_utc(melbourne.to_local(at));
    if (back == at) continue;
    EXPECT_EQ(back, at - 1h);
    ++doubled;
  }
  EXPECT_EQ(doubled, 4);
}

TEST(zone, holds_its_first_offset_for_all_time_before) {
  const Zone fixed = fixed_zone("fixed", 8h);
  EXPECT_EQ(fixed.offset_at(from_millis(-1'000'000'000'000)), 8h);
  EXPECT_EQ(fixed.name(), "fixed");
}

TEST(zone, is_a_fault_if_the_database_does_not_know_it) {
  for (const char* name : {"Asia/Atlantis", "", "asia/kuala_lumpur"}) {
    EXPECT_THROW((void)load_zone(name), Fault) << name;
  }
}

}  // namespace
}  // namespace temujanji::base
