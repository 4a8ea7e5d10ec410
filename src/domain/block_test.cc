#include "domain/block.h"

#include <gtest/gtest.h>

namespace temujanji::domain {
namespace {

constexpr Date kThisDay = std::chrono::year(2026) / 11 / 23;

TEST(blocks, end_on_a_day_from_today_and_of_an_address_within_a_month) {
  struct Row {
    BlockKind kind;
    std::optional<Date> last_on;
    std::optional<BlockEndProblem> expected;
  };
  const Row rows[] = {
      {BlockKind::identity, std::nullopt, std::nullopt},
      {BlockKind::address, std::nullopt, BlockEndProblem::required},
      {BlockKind::email, kThisDay, std::nullopt},
      {BlockKind::email, plus_days(kThisDay, -1), BlockEndProblem::past},
      {BlockKind::address, plus_days(kThisDay, 30), std::nullopt},
      {BlockKind::address, plus_days(kThisDay, 31), BlockEndProblem::too_late},
      {BlockKind::phone, plus_days(kThisDay, 3653), std::nullopt},
      {BlockKind::phone, plus_days(kThisDay, 3654), BlockEndProblem::too_late},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(find_problem(row.kind, row.last_on, kThisDay), row.expected) << to_text(row.kind);
  }
}

TEST(blocks, have_names_that_lead_back) {
  for (const BlockKind kind : kBlockKinds) EXPECT_EQ(parse_block_kind(to_text(kind)), kind);
  for (const BlockReason reason : kBlockReasons) EXPECT_EQ(parse_block_reason(to_text(reason)), reason);
  EXPECT_EQ(parse_block_kind("name"), std::nullopt);
  EXPECT_EQ(parse_block_reason(""), std::nullopt);
}

}  // namespace
}  // namespace temujanji::domain
