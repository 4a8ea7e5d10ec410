#include "counter/kept_queues.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

/// Reads queues through what is kept, from an engine of its own beside the house's.
class KeptQueuesTest : public testing::Test {
 protected:
  KeptQueuesTest() { office.allow_walk_ins(); }
  ~KeptQueuesTest() override { engine.stop(); }
  void walk_in() {
    CHECK(engine.run(IssueWalkIn{office.day(), kPassport, 1, domain::Priority::none, kAli}).ok());
  }
  std::shared_ptr<const Queue> read(const Day& day) {
    return kept.read(*office.house.connection, day, office.house.clock.now());
  }
  std::shared_ptr<const Queue> read() { return read(office.day()); }

  TestOffice office;
  engine::Engine engine{*office.house.database, office.house.clock, office.house.ids, {}};
  Changes changes{office.house.clock, engine};
  KeptQueues kept{changes};
};

TEST_F(KeptQueuesTest, are_read_once_for_each_change) {
  walk_in();
  const auto first = read();
  EXPECT_EQ(first->entries.size(), 1U);
  EXPECT_EQ(read(), first);
  walk_in();
  const auto second = read();
  EXPECT_EQ(second->entries.size(), 2U);
  EXPECT_EQ(read(), second);
  EXPECT_EQ(first->entries.size(), 1U) << "whoever still shows the former one";
}

TEST_F(KeptQueuesTest, are_kept_for_a_second_at_most) {
  const auto first = read();
  office.house.clock.advance(KeptQueues::kAgeMax - std::chrono::milliseconds(1));
  EXPECT_EQ(read(), first);
  office.house.clock.advance(std::chrono::milliseconds(1));
  EXPECT_NE(read(), first);
}

TEST_F(KeptQueuesTest, belong_to_one_office_and_day) {
  walk_in();
  const auto today = read();
  Day tomorrow = office.day();
  tomorrow.on = domain::plus_days(tomorrow.on, 1);
  EXPECT_TRUE(read(tomorrow)->entries.empty());
  EXPECT_EQ(read()->entries.size(), 1U);
  Day elsewhere = office.day();
  elsewhere.office = kOtherOffice;
  EXPECT_TRUE(read(elsewhere)->entries.empty());
}

TEST_F(KeptQueuesTest, are_never_older_than_the_version_seen_before) {
  constexpr int kWalkIns = 60;
  const std::uint64_t empty = changes.version(kOffice);
  std::vector<std::jthread> pages;
  pages.reserve(3);
  for (int i = 0; i < 3; ++i) {
    pages.emplace_back([this, empty, connection = office.house.database->connect(storage::Access::read)] {
      for (std::uint64_t seen = empty; seen < empty + kWalkIns;) {
        seen = changes.version(kOffice);
        const auto queue = kept.read(*connection, office.day(), office.house.clock.now());
        ASSERT_GE(queue->entries.size(), seen - empty);
      }
    });
  }
  for (int i = 0; i < kWalkIns + 3; ++i) walk_in();
}

}  // namespace
}  // namespace temujanji::counter
