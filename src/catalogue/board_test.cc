#include "catalogue/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "catalogue/publish.h"
#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Two pools of an office; slots every 20 minutes from tomorrow 08:00, four seats each.
class BoardTest : public testing::Test {
 protected:
  BoardTest() {
    house_.change(
        "INSERT INTO department VALUES ('D', 'D', 'D', 1);"
        "INSERT INTO office VALUES (1, 'O', 'D', 'utc', NULL, '', 'O', 'O', '', '', '', 'MY', 'UTC', 'P', 0, "
        "'', '', '', 1);"
        "INSERT INTO pool VALUES (1, 1, 'A', 'A', 'A', 4), (2, 1, 'B', 'B', 'B', 4);");
    for (int i = 0; i < 100; ++i) {
      // Ids fall while time rises, as after a later publication of an earlier time.
      add_slot(1000 - i, 1, i);
      add_slot(2000 + i, 2, i);
    }
    board_.load(*house_.connection, house_.clock.now());
  }

  base::Instant at(int number) const { return start_ + minutes(20) * number; }

  void add_slot(int id, int pool, int number) {
    house_.change("INSERT INTO slot (id, pool_id, starts_at, minutes, seats) VALUES (" + std::to_string(id) +
                  ", " + std::to_string(pool) + ", " + std::to_string(base::to_millis(at(number))) +
                  ", 20, 4)");
  }

  void apply(std::int64_t pool, std::int64_t slot, int seats, int taken, std::int64_t number = 0) {
    engine::Events events;
    events.number = number;
    events.seats.push_back({pool, slot, seats, taken});
    board_.apply(events);
  }

  TestHouse house_;
  base::Instant start_ = house_.clock.now() + hours(24);
  Board board_;
  const domain::PoolId a_{1}, b_{2};
};

// Two processes told of the same slot, and the news of the earlier change came last.
TEST_F(BoardTest, keeps_what_the_later_of_two_batches_left) {
  apply(1, 997, 4, 3, 12);
  apply(1, 997, 4, 2, 11);
  EXPECT_EQ(board_.find(a_, at(3))->taken, 3);
  apply(1, 997, 4, 4, 13);
  EXPECT_EQ(board_.find(a_, at(3))->taken, 4);
}

TEST_F(BoardTest, finds_slots_by_their_time) {
  EXPECT_EQ(board_.size(), 200U);
  const auto slot = board_.find(a_, at(3));
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(slot->id.value, 997);
  EXPECT_EQ(slot->ends_at(), at(4));
  EXPECT_EQ(slot->free(), 4);
  EXPECT_FALSE(board_.find(a_, at(3) + minutes(1)).has_value());
  EXPECT_FALSE(board_.find(a_, at(3) - std::chrono::milliseconds(1)).has_value());
  EXPECT_FALSE(board_.find(domain::PoolId{9}, at(3)).has_value());
  EXPECT_EQ(board_.last_start(a_), at(99));
}

TEST_F(BoardTest, lists_spans_with_the_beginning_and_without_the_end) {
  std::vector<std::int64_t> ids;
  for (const BoardSlot slot : board_.slots(b_, at(5), at(8))) ids.push_back(slot.id.value);
  EXPECT_THAT(ids, testing::ElementsAre(2005, 2006, 2007));
  EXPECT_EQ(board_.slots(b_, at(5) + minutes(1), at(7) + minutes(1)).size(), 2U);
  EXPECT_TRUE(board_.slots(b_, at(8), at(5)).empty());
  EXPECT_TRUE(board_.slots(domain::PoolId{9}, at(0), at(9)).empty());
}

TEST_F(BoardTest, follows_the_changes_of_seats) {
  apply(1, 1000, 4, 4);
  apply(1, 999, 4, 2);
  EXPECT_EQ(board_.find(a_, at(0))->free(), 0);
  EXPECT_EQ(board_.free_seats(a_, at(0), at(3)), 6);
  EXPECT_EQ(board_.first_free(a_, at(0), at(9), 1)->id.value, 999);
  EXPECT_EQ(board_.first_free(a_, at(0), at(9), 3)->id.value, 998);
  EXPECT_FALSE(board_.first_free(a_, at(0), at(9), 5).has_value());
  EXPECT_EQ(board_.free_seats(b_, at(0), at(3)), 12);
}

TEST_F(BoardTest, raises_versions_of_what_changed_alone) {
  const auto all = board_.version(), of_a = board_.version(a_), of_b = board_.version(b_);
  apply(1, 1000, 4, 1);
  EXPECT_GT(board_.version(), all);
  EXPECT_GT(board_.version(a_), of_a);
  EXPECT_EQ(board_.version(b_), of_b);
  board_.load(*house_.connection, house_.clock.now());
  EXPECT_GT(board_.version(b_), of_b);
  EXPECT_GT(board_.version(domain::PoolId{9}), of_b);
}

TEST_F(BoardTest, passes_over_slots_it_does_not_know) {
  apply(1, 5, 4, 1);
  apply(9, 1000, 4, 1);
  EXPECT_EQ(board_.free_seats(a_, at(0), at(100)), 400);
}

TEST_F(BoardTest, shows_new_and_hides_withdrawn_slots_after_a_load) {
  const SlotRange before = board_.slots(a_, at(0), at(200));
  add_slot(3000, 1, 150);
  house_.change("UPDATE slot SET withdrawn = 1 WHERE id = 1000");
  board_.load(*house_.connection, house_.clock.now());
  EXPECT_FALSE(board_.find(a_, at(0)).has_value());
  EXPECT_TRUE(board_.find(a_, at(150)).has_value());
  EXPECT_EQ(before.size(), 100U);
  EXPECT_EQ((*before.begin()).id.value, 1000);
}

TEST_F(BoardTest, agrees_with_the_table_after_changes_and_loads_at_once) {
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    while (!stop) {
      for (const BoardSlot slot : board_.slots(a_, at(0), at(100))) ASSERT_LE(slot.taken, slot.seats);
      std::ignore = board_.version(a_);
    }
  });
  std::thread loader([&] {
    const auto connection = house_.database->connect(storage::Access::read);
    while (!stop) board_.load(*connection, house_.clock.now());
  });
  for (int i = 0; i < 2000; ++i) {
    const int slot = 1000 - i % 100, taken = 1 + (i / 100) % 4;
    house_.change("UPDATE slot SET taken = " + std::to_string(taken) + " WHERE id = " + std::to_string(slot));
    apply(1, slot, 4, taken);
  }
  stop = true;
  reader.join();
  loader.join();
  for (const BoardSlot slot : board_.slots(a_, at(0), at(100))) {
    EXPECT_EQ(slot.taken,
              house_.number("SELECT taken FROM slot WHERE id = " + std::to_string(slot.id.value)));
  }
}

}  // namespace
}  // namespace temujanji::catalogue
