#include "catalogue/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/wrong_rows.h"

namespace temujanji::catalogue {
namespace {

CatalogueFiles with(const WrongRow& wrong) {
  CatalogueFiles files = packed_catalogue();
  std::string& text = files.files.at(wrong.file);
  if (wrong.from.empty()) {
    text += wrong.to + "\n";
    return files;
  }
  const std::size_t at = text.find(wrong.from);
  EXPECT_NE(at, text.npos) << wrong.from;
  if (at != text.npos) text.replace(at, wrong.from.size(), wrong.to);
  return files;
}

TEST(checking_a_catalogue, finds_nothing_wrong_with_the_malaysian_one) {
  EXPECT_TRUE(check_catalogue(packed_catalogue()).ok());
}

TEST(checking_a_catalogue, tells_each_wrong_row_with_its_reason) {
  for (const WrongRow& wrong : kWrongRows) {
    const auto checked = check_catalogue(with(wrong));
    ASSERT_FALSE(checked.ok()) << wrong.reason;
    bool told = false;
    std::string others;
    for (const Problem& problem : checked.refusal().kept()) {
      told = told || problem.reason == wrong.reason;
      others += problem.file + ":" + std::to_string(problem.line) + " " + problem.reason + "\n";
    }
    EXPECT_TRUE(told) << wrong.reason << "\nbut told were\n" << others;
  }
}

TEST(checking_a_catalogue, names_file_and_line_of_all_wrong_rows_at_once) {
  CatalogueFiles files = packed_catalogue();
  files.files["divisions.csv"] += "A-1,JPN,A,B,80\nA-2,JIM,A,B,x\n";
  files.files["pools.csv"] += "A-3,,B\n";
  const auto checked = check_catalogue(files);
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.refusal().kept(),
              testing::UnorderedElementsAre(
                  Problem{"divisions.csv", 9, "there is no department JPN"},
                  Problem{"divisions.csv", 10, "sort must be a whole number from 0 to 1000000, not `x`"},
                  Problem{"pools.csv", 10, "name_ms is empty"}));
}

TEST(checking_a_catalogue, keeps_two_hundred_problems_and_counts_the_rest) {
  CatalogueFiles files = packed_catalogue();
  for (int i = 0; i < 500; ++i) files.files["divisions.csv"] += "A,JPN,A,B,80\n";
  const auto checked = check_catalogue(files);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.refusal().kept().size(), Problems::kKeptMax);
  EXPECT_GE(checked.refusal().count(), 500U);
}

TEST(checking_a_catalogue, tells_every_missing_file) {
  const auto checked = check_catalogue({});
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.refusal().count(), 14U);
}

}  // namespace
}  // namespace temujanji::catalogue
