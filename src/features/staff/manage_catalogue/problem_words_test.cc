#include "features/staff/manage_catalogue/problem_words.h"

#include <gtest/gtest.h>

#include "tests/support/installation.h"
#include "tests/support/wrong_rows.h"

namespace temujanji::features::manage_catalogue {
namespace {

TEST(problem_text, speaks_malay_about_wrong_rows_and_workbooks) {
  Installation house;
  web::Request request;
  request.language = base::Language::ms;
  std::vector<std::string> reasons{
      "a cell is longer than 20,000 bytes",
      "a row has more than 64 cells",
      "a cell has control characters",
      "the workbook holds more than 20 MB of text",
      "there are more than 100,000 rows",
      "this is no workbook (.xlsx), or it is damaged",
      "the workbook has more than 64 sheets",
      "the workbook is damaged or too large",
      "the sheet offices is damaged or too large",
      "the file is larger than 5 MB",
  };
  for (const catalogue::WrongRow& wrong : catalogue::kWrongRows) reasons.push_back(wrong.reason);
  for (const std::string& reason : reasons) EXPECT_NE(problem_text(house.app, request, reason), reason);
}

}  // namespace
}  // namespace temujanji::features::manage_catalogue
