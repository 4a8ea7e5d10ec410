#include "catalogue/sheets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

TEST(sheets, of_the_tables_bring_the_same_tables_about) {
  TestHouse house;
  house.import(packed_catalogue());
  const Sheets sheets = read_sheets(*house.connection);
  const auto again = import_catalogue(house.engine, house.ids, to_files(sheets));
  ASSERT_TRUE(again.ok()) << again.refusal().kept().front().file << again.refusal().kept().front().reason;
  EXPECT_FALSE(again->changed());
  EXPECT_EQ(read_sheets(*house.connection), sheets);
}

}  // namespace
}  // namespace temujanji::catalogue
