#include "appointments/sweep.h"

#include <gtest/gtest.h>

#include "tests/support/test_counter.h"

namespace temujanji::appointments {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

class SweepTest : public testing::Test {
 protected:
  domain::HoldId hold(domain::SlotId slot, minutes kept, int seats = 1) {
    const HoldRequest request{{++last_id_}, slot, kPassport, seats, counter.now() + kept, {}};
    CHECK(counter.decide(TakeSeats{request}).verdict == domain::Verdict::granted);
    return request.id;
  }
  int expire(int at_most = 500) {
    return counter.in_transaction([&](engine::Scope& scope) { return ExpireHolds{at_most}.apply(scope); });
  }
  int erase(hours kept) {
    return counter.in_transaction([&](engine::Scope& scope) { return EraseDrafts{kept}.apply(scope); });
  }
  std::int64_t live() { return counter.count("hold", "ended_at IS NULL"); }

  TestCounter counter;

 private:
  std::int64_t last_id_ = 100;
};

TEST_F(SweepTest, ends_a_hold_from_the_moment_it_expires_and_gives_its_seats_back) {
  hold(kThreeSeats, minutes(15), 2);
  hold(kThreeSeats, minutes(16));
  counter.house.clock.advance(minutes(15) - milliseconds(1));
  EXPECT_EQ(expire(), 0);
  counter.house.clock.advance(milliseconds(1));
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(counter.taken(kThreeSeats), 1);
  ASSERT_EQ(counter.events.seats.size(), 1u);
  EXPECT_EQ(counter.events.seats[0].slot_id, kThreeSeats.value);
  EXPECT_EQ(counter.events.seats[0].taken, 1);
  EXPECT_EQ(counter.count("hold", "ended_by = 'expired' AND ended_at = expires_at"), 1);
}

TEST_F(SweepTest, ends_a_hold_only_once) {
  hold(kTwoSeats, minutes(15));
  counter.house.clock.advance(hours(1));
  EXPECT_EQ(expire(), 1);
  const auto before = counter.writes();
  EXPECT_EQ(expire(), 0);
  EXPECT_EQ(counter.writes(), before);
  EXPECT_EQ(counter.taken(kTwoSeats), 0);
}

TEST_F(SweepTest, ends_no_more_holds_at_a_time_than_asked_for_the_oldest_first) {
  const auto late = hold(kThreeSeats, minutes(17));
  hold(kThreeSeats, minutes(15));
  hold(kTwoSeats, minutes(16));
  counter.house.clock.advance(hours(1));
  EXPECT_EQ(expire(2), 2);
  EXPECT_EQ(live(), 1);
  EXPECT_EQ(counter.count("hold", "ended_at IS NULL AND id = " + std::to_string(late.value)), 1);
  EXPECT_EQ(expire(2), 1);
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(counter.taken(kTwoSeats) + counter.taken(kThreeSeats), 0);
}

TEST_F(SweepTest, keeps_a_draft_for_a_while_after_its_hold_ended_then_erases_it) {
  hold(kTwoSeats, minutes(15));
  hold(kThreeSeats, minutes(15) + hours(24));
  counter.house.change("UPDATE hold SET draft = CAST('a' AS blob)");
  counter.house.clock.advance(minutes(15));
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(counter.count("hold", "draft IS NOT NULL"), 2);
  counter.house.clock.advance(hours(2) - milliseconds(1));
  EXPECT_EQ(erase(hours(2)), 0);
  counter.house.clock.advance(milliseconds(1));
  EXPECT_EQ(erase(hours(2)), 1);
  EXPECT_EQ(counter.count("hold", "draft IS NOT NULL AND ended_at IS NULL"), 1);
  EXPECT_EQ(counter.count("hold", "draft IS NOT NULL"), 1);
  EXPECT_EQ(erase(hours(2)), 0);
}

}  // namespace
}  // namespace temujanji::appointments
