#include "domain/remark.h"

#include <gtest/gtest.h>

namespace temujanji::domain {
namespace {

TEST(remarks, are_kept_on_one_line) {
  EXPECT_EQ(*parse_remark("  Came late\n three times "), "Came late three times");
}

TEST(remarks, hold_no_persons_numbers_and_addresses) {
  for (const char* fine :
       {"missed 3 of 4", "since 2026-11-23", "12345 tries", "on 23 11 2026", "RM100, 10 times"}) {
    EXPECT_TRUE(parse_remark(fine)) << fine;
  }
  for (const char* personal :
       {"siti at siti@example.com", "900131-14-5678", "passport A123456", "call 012-345 6789"}) {
    const auto kept = parse_remark(personal);
    ASSERT_FALSE(kept) << personal;
    EXPECT_EQ(kept.refusal(), RemarkProblem::personal) << personal;
  }
}

TEST(remarks, have_a_length) {
  EXPECT_EQ(parse_remark(" ").refusal(), RemarkProblem::required);
  EXPECT_TRUE(parse_remark(std::string(200, 'a')));
  EXPECT_EQ(parse_remark(std::string(201, 'a')).refusal(), RemarkProblem::too_long);
  EXPECT_EQ(parse_remark("turned \xE2\x80\xAE round").refusal(), RemarkProblem::text_characters);
}

}  // namespace
}  // namespace temujanji::domain
