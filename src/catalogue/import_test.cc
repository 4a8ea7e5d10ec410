#include "catalogue/import.h"

#include <gtest/gtest.h>

#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

TEST(import, takes_in_the_malaysian_catalogue_whole) {
  TestHouse house;
  house.import(packed_catalogue());
  const auto catalogue = house.catalogue();
  EXPECT_EQ(catalogue->departments().size(), 1U);
  EXPECT_EQ(catalogue->divisions().size(), 7U);
  EXPECT_EQ(catalogue->states().size(), 16U);
  EXPECT_EQ(catalogue->offices().size(), 85U);
  EXPECT_EQ(catalogue->services().size(), 57U);
  EXPECT_EQ(catalogue->offerings().size(), 1157U);
}

}  // namespace
}  // namespace temujanji::catalogue
