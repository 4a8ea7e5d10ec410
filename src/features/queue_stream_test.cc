#include "features/queue_stream.h"

#include <gtest/gtest.h>

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

TEST_F(QueueStreamTest, says_what_the_page_makes_of_it) {
  web::Request request;
  const web::Response response = queue_events(changes, kOffice, request, [] { return "A001"; });
  EXPECT_EQ(response.content_type, "text/event-stream");
  EXPECT_EQ(response.stream->next()->data, "A001");
}

}  // namespace
}  // namespace temujanji::features
