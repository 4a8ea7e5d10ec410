#include "features/queue_stream.h"

#include <gtest/gtest.h>

#include "tests/support/installation.h"
#include "tests/support/test_office.h"

namespace temujanji::features {
namespace {

using counter::kOffice;

class QueueStreamTest : public testing::Test {
 protected:
  QueueStreamTest() { office.allow_walk_ins(); }
  ~QueueStreamTest() override { engine.stop(); }
  void walk_in() {
    CHECK(engine.run(counter::IssueWalkIn{office.day(), counter::kPassport, 1, domain::Priority::none, 1})
              .ok());
  }
  std::string version() const { return std::to_string(changes.version(kOffice)); }

  counter::TestOffice office;
  engine::Engine engine{*office.house.database, office.house.clock, office.house.ids, {}};
  counter::Changes changes{office.house.clock, engine};
};

TEST_F(QueueStreamTest, begins_with_the_version_and_tells_every_change_once) {
  QueueStream stream(changes, kOffice, "");
  int woken = 0;
  stream.on_ready([&] { ++woken; });
  const auto first = stream.next();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->id, version());
  EXPECT_EQ(first->name, "queue");
  EXPECT_EQ(first->data, version());
  EXPECT_FALSE(stream.next().has_value());
  walk_in();
  walk_in();
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(stream.next()->id, version());
  EXPECT_FALSE(stream.next().has_value());
}

TEST_F(QueueStreamTest, is_silent_for_who_has_seen_the_version_and_not_for_who_sends_nonsense) {
  QueueStream seen(changes, kOffice, version()), nonsense(changes, kOffice, "x");
  EXPECT_FALSE(seen.next().has_value());
  EXPECT_TRUE(nonsense.next().has_value());
}

TEST(QueueEvents, are_a_stream_that_begins_behind_the_version_of_the_page) {
  Installation house;
  const std::string page = body_of(house.get("/ms/display/JHR-HQ"));
  const std::string_view mark = "data-version=\"";
  const std::size_t at = page.find(mark);
  ASSERT_NE(at, page.npos);
  const std::string version =
      page.substr(at + mark.size(), page.find('"', at + mark.size()) - at - mark.size());
  const auto fresh = house.get("/ms/display/JHR-HQ/events");
  EXPECT_EQ(fresh.content_type, "text/event-stream");
  EXPECT_EQ(fresh.stream->next()->id, version);
  EXPECT_FALSE(
      house.get("/ms/display/JHR-HQ/events", {{"last-event-id", version}}).stream->next().has_value());
}

}  // namespace
}  // namespace temujanji::features
