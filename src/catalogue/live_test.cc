#include "catalogue/live.h"

#include <gtest/gtest.h>

#include "catalogue/publish.h"
#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

/// Nothing is read by itself in these tests.
Live::Options quiet() {
  return {std::chrono::hours(1), std::chrono::hours(1)};
}

PublishReport publish(TestHouse& house, engine::Engine& engine) {
  return publish_slots(engine, *house.connection, house.ids, *house.catalogue(), house.clock.now(), 7);
}

TEST(live, takes_up_what_another_process_imported_and_published) {
  TestHouse house;
  engine::Engine engine(*house.database, house.clock, house.ids, {});
  Live live(*house.database, house.clock, engine, quiet());
  EXPECT_TRUE(live.catalogue()->offices().empty());
  const std::uint64_t before = live.catalogue_version();

  house.import(packed_catalogue());
  const PublishReport report = publish(house, house.engine);
  live.reload();
  EXPECT_EQ(live.catalogue()->offices().size(), 85U);
  EXPECT_GT(live.catalogue_version(), before);
  EXPECT_EQ(live.board().size(), static_cast<std::size_t>(report.created));

  const std::uint64_t board = live.board().version(), catalogue = live.catalogue_version();
  live.reload();
  EXPECT_EQ(live.board().version(), board);
  EXPECT_EQ(live.catalogue_version(), catalogue);
  engine.stop();
}

TEST(live, is_told_by_its_own_engine) {
  TestHouse house;
  house.import(packed_catalogue());
  engine::Engine engine(*house.database, house.clock, house.ids, {});
  Live live(*house.database, house.clock, engine, quiet());
  EXPECT_EQ(live.board().size(), 0U);
  const auto created = static_cast<std::size_t>(publish(house, engine).created);
  // The keeper was woken by the commits; its work is waited for, not timed.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (live.board().size() != created && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(live.board().size(), created);
  engine.stop();
}

}  // namespace
}  // namespace temujanji::catalogue
