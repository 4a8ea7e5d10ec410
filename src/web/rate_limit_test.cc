#include "web/rate_limit.h"

#include <gtest/gtest.h>

namespace temujanji::web {
namespace {

using namespace std::chrono_literals;

base::ManualClock clock_at_window_start() {
  return base::ManualClock(base::from_millis(1'000'000LL * 3'600'000));
}

TEST(rate_limit, allows_the_limit_and_no_more) {
  const auto clock = clock_at_window_start();
  RateLimiter limiter(5, 1h);
  for (int turn = 0; turn < 5; ++turn) EXPECT_TRUE(limiter.allow("a", clock.now()));
  EXPECT_FALSE(limiter.allow("a", clock.now()));
  EXPECT_TRUE(limiter.exhausted("a", clock.now()));
  EXPECT_TRUE(limiter.allow("b", clock.now()));
}

TEST(rate_limit, forgets_as_the_window_slides) {
  auto clock = clock_at_window_start();
  RateLimiter limiter(10, 1h);
  clock.advance(59min);
  for (int turn = 0; turn < 10; ++turn) limiter.count("a", clock.now());
  clock.advance(1min);
  EXPECT_TRUE(limiter.exhausted("a", clock.now())) << "a new window does not begin at nothing";
  clock.advance(6min);
  EXPECT_TRUE(limiter.allow("a", clock.now()));
  EXPECT_FALSE(limiter.allow("a", clock.now()));
  clock.advance(2h);
  for (int turn = 0; turn < 10; ++turn) EXPECT_TRUE(limiter.allow("a", clock.now()));
}

TEST(rate_limit, counts_beyond_the_limit_and_asks_without_counting) {
  auto clock = clock_at_window_start();
  RateLimiter limiter(2, 1h);
  for (int turn = 0; turn < 5; ++turn) EXPECT_FALSE(limiter.exhausted("a", clock.now()));
  for (int turn = 0; turn < 4; ++turn) limiter.count("a", clock.now());
  clock.advance(90min);
  EXPECT_TRUE(limiter.exhausted("a", clock.now())) << "four, half forgotten, are two";
}

TEST(rate_limit, stays_strict_when_the_clock_is_put_back) {
  auto clock = clock_at_window_start();
  RateLimiter limiter(1, 1h);
  EXPECT_TRUE(limiter.allow("a", clock.now()));
  clock.advance(-2h);
  EXPECT_FALSE(limiter.allow("a", clock.now()));
}

TEST(rate_limit, keeps_a_busy_key_while_strangers_crowd_the_table) {
  const auto clock = clock_at_window_start();
  RateLimiter limiter(3, 1h, 128);
  for (int turn = 0; turn < 3; ++turn) limiter.count("busy", clock.now());
  for (int stranger = 0; stranger < 10'000; ++stranger) {
    (void)limiter.allow("stranger" + std::to_string(stranger), clock.now());
  }
  EXPECT_TRUE(limiter.exhausted("busy", clock.now()));
}

TEST(rate_limit, refuses_everything_at_limit_nothing) {
  const auto clock = clock_at_window_start();
  RateLimiter limiter(0, 1h);
  EXPECT_FALSE(limiter.allow("a", clock.now()));
}

}  // namespace
}  // namespace temujanji::web
