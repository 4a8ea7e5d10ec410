#include "base/rfc3339.h"

#include <gtest/gtest.h>

namespace temujanji::base {
namespace {

TEST(rfc3339, writes_wall_time_and_offset) {
  const Zone kuala_lumpur = fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  EXPECT_EQ(to_rfc3339(from_millis(1795396500000), kuala_lumpur), "2026-11-23T09:15:00+08:00");
  EXPECT_EQ(to_rfc3339(from_millis(0), fixed_zone("x", -std::chrono::minutes(210))),
            "1969-12-31T20:30:00-03:30");
}

TEST(rfc3339, reads_what_it_writes) {
  EXPECT_EQ(parse_rfc3339("2026-11-23T09:15:00+08:00"), from_millis(1795396500000));
  EXPECT_EQ(parse_rfc3339("2026-11-23T01:15:00Z"), from_millis(1795396500000));
  EXPECT_EQ(parse_rfc3339("2026-11-23T01:15:00.2504Z"), from_millis(1795396500250));
}

TEST(rfc3339, refuses_what_is_no_date_time) {
  for (const char* text : {"", "2026-11-23", "2026-11-23T09:15:00", "2026-02-29T09:15:00Z",
                           "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z", "2026-11-23T09:15:60Z",
                           "2026-11-23 09:15:00Z", "2026-11-23T09:15:00.Z", "2026-11-23T09:15:00+8:00",
                           "2026-11-23T09:15:00+24:00", "2026-11-23T09:15:00Zx", "x026-11-23T09:15:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace temujanji::base
