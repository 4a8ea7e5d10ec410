#include "catalogue/publish.h"

#include <gtest/gtest.h>

#include "catalogue/live.h"
#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

constexpr int kDays = 90;

PublishReport publish(TestHouse& house, int days = kDays) {
  return publish_slots(house.engine, *house.connection, house.ids, *house.catalogue(), house.clock.now(),
                       days);
}

TEST(publishing, makes_the_slots_of_the_whole_country_and_then_has_nothing_to_do) {
  TestHouse house;
  house.import(packed_catalogue());
  const PublishReport first = publish(house);
  EXPECT_GT(first.created, 400'000);
  EXPECT_LT(first.created, 480'000);
  EXPECT_EQ(house.number("SELECT count(*) FROM slot"), first.created);
  const PublishReport second = publish(house);
  EXPECT_FALSE(second.changed_anything());
  EXPECT_EQ(second.unchanged, first.created);
}

}  // namespace
}  // namespace temujanji::catalogue
