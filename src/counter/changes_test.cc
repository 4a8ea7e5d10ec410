#include "counter/changes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using namespace std::chrono_literals;

/// An engine of its own beside the house's, whose changes are listened to.
class ChangesTest : public testing::Test {
 protected:
  ChangesTest() { office.allow_walk_ins(); }
  ~ChangesTest() override { engine.stop(); }
  void walk_in() {
    CHECK(engine.run(IssueWalkIn{office.day(), kPassport, 1, domain::Priority::none, kAli}).ok());
  }

  TestOffice office;
  engine::Engine engine{*office.house.database, office.house.clock, office.house.ids, {}};
  Changes changes{office.house.clock, engine};
};

TEST_F(ChangesTest, raise_the_version_of_the_office_that_changed_and_of_no_other) {
  const std::uint64_t before = changes.version(kOffice), other = changes.version(kOtherOffice);
  EXPECT_GT(before, 1'000'000'000'000'000u);
  walk_in();
  EXPECT_EQ(changes.version(kOffice), before + 1);
  EXPECT_EQ(changes.version(kOtherOffice), other);
  EXPECT_FALSE(engine.run(CallNext{office.day(), "1", kAli}).ok());
  EXPECT_EQ(changes.version(kOffice), before + 1);
}

TEST_F(ChangesTest, are_told_to_who_subscribed_until_they_leave) {
  std::atomic<int> told{0}, told_other{0};
  const auto other = changes.subscribe(kOtherOffice, [&] { ++told_other; });
  auto first = changes.subscribe(kOffice, [&] { ++told; });
  const auto second = changes.subscribe(kOffice, [&] { ++told; });
  walk_in();
  EXPECT_EQ(told, 2);
  first.reset();
  walk_in();
  EXPECT_EQ(told, 3);
  EXPECT_EQ(told_other, 0);
}

TEST_F(ChangesTest, can_be_waited_for) {
  const std::uint64_t seen = changes.version(kOffice);
  EXPECT_EQ(changes.wait(kOffice, seen, 0ms), seen);
  std::thread waiter([&] { EXPECT_NE(changes.wait(kOffice, seen, 60s), seen); });
  walk_in();
  waiter.join();
}

TEST_F(ChangesTest, end_and_begin_while_others_change) {
  std::atomic<bool> over{false};
  std::thread officer([&] {
    for (int i = 0; i < 100; ++i) walk_in();
    over = true;
  });
  std::atomic<int> told{0};
  while (!over) {
    const auto one = changes.subscribe(kOffice, [&] { ++told; });
    const auto two = changes.subscribe(kOtherOffice, [&] { ++told; });
  }
  officer.join();
  EXPECT_GE(told, 0);
}

/// A circle of two that hands on at once what is told, and gaps when asked to.
class Circle {
 public:
  class Member final : public storage::Peers {
   public:
    explicit Member(Circle& circle) : circle_(circle) { circle_.members_.push_back(this); }
    void tell(char topic, std::string text) override {
      for (Member* member : circle_.members_) {
        if (member != this && member->listeners_.contains(topic)) member->listeners_[topic](text);
      }
    }
    void told_all(std::int64_t) override {}
    void listen(char topic, OnText on_text) override {
      listeners_.erase(topic);
      if (on_text) listeners_[topic] = std::move(on_text);
    }
    void listen_for_gaps(char topic, std::function<void()> on_gap) override {
      gaps_.erase(topic);
      if (on_gap) gaps_[topic] = std::move(on_gap);
    }
    void miss() {
      for (const auto& [topic, on_gap] : gaps_) on_gap();
    }

   private:
    Circle& circle_;
    std::map<char, OnText> listeners_;
    std::map<char, std::function<void()>> gaps_;
  };

 private:
  std::vector<Member*> members_;
};

/// A server of its own on the same database.
struct Server {
  explicit Server(TestOffice& office)
      : database(office.house.under_test.open()),
        ids(office.house.clock, 0),
        peers(database->join(storage::Role::server, ids)),
        engine(*database, office.house.clock, ids, {}),
        changes(office.house.clock, engine, peers.get()) {
    // In the place of the board, which says so last.
    engine.listen([this](const engine::Events& events) { peers->told_all(events.number); });
  }
  ~Server() { engine.stop(); }

  std::unique_ptr<storage::Database> database;
  base::IdSource ids;
  std::unique_ptr<storage::Peers> peers;
  engine::Engine engine;
  Changes changes;
};

TEST(changes_of_others, travel_between_servers_where_there_may_be_several) {
  TestOffice office;
  office.allow_walk_ins();
  Server here(office);
  std::unique_ptr<Server> there = tests::on_postgresql() ? std::make_unique<Server>(office) : nullptr;
  Server& listener = there == nullptr ? here : *there;
  std::atomic<int> told{0};
  const auto subscription = listener.changes.subscribe(kOffice, [&] { ++told; });
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t seen = listener.changes.version(kOffice);
    ASSERT_TRUE(here.engine.run(IssueWalkIn{office.day(), kPassport, 1, domain::Priority::none, kAli}).ok());
    EXPECT_NE(listener.changes.wait(kOffice, seen, 60s), seen);
  }
  EXPECT_GE(told, 20);
}

TEST(changes_of_others, are_heard_and_gaps_count_as_changes) {
  TestOffice office;
  office.allow_walk_ins();
  Circle circle;
  Circle::Member here(circle), there(circle);
  engine::Engine first(*office.house.database, office.house.clock, office.house.ids, {});
  engine::Engine second(*office.house.database, office.house.clock, office.house.ids, {});
  {
    Changes mine(office.house.clock, first, &here), theirs(office.house.clock, second, &there);
    std::atomic<int> told{0};
    const auto subscription = mine.subscribe(kOffice, [&] { ++told; });
    const std::uint64_t before = mine.version(kOffice), other = mine.version(kOtherOffice);
    ASSERT_TRUE(second.run(IssueWalkIn{office.day(), kPassport, 1, domain::Priority::none, kAli}).ok());
    EXPECT_EQ(mine.version(kOffice), before + 1);
    EXPECT_EQ(mine.version(kOtherOffice), other);
    EXPECT_EQ(told, 1);
    here.miss();
    EXPECT_EQ(mine.version(kOffice), before + 2);
    EXPECT_EQ(mine.version(kOtherOffice), other + 1);
    EXPECT_EQ(told, 2);
    first.stop();
    second.stop();
  }
  here.tell('q', "1");
}

}  // namespace
}  // namespace temujanji::counter
