#include "base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace temujanji::base {
namespace {

using namespace std::chrono_literals;

Instant monday() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
}

TEST(ids, rise_and_never_repeat_while_the_clock_steps_to_and_fro) {
  ManualClock clock(monday());
  IdSource ids(clock, 7);
  std::int64_t last = 0;
  for (const std::chrono::milliseconds step :
       {0ms, 1ms, -3'600'000ms, 0ms, 7'200'000ms, -1ms, -7'200'000ms}) {
    clock.advance(step);
    for (int i = 0; i < 40'000; ++i) {
      const std::int64_t id = ids.next();
      ASSERT_GT(id, last);
      last = id;
    }
  }
}

TEST(ids, tell_when_they_were_made) {
  const ManualClock clock(monday());
  IdSource ids(clock, 254);
  EXPECT_EQ(IdSource::made_at(ids.next()), monday());
}

TEST(ids, begin_at_a_time_as_far_as_they_reach) {
  const ManualClock clock(monday());
  IdSource ids(clock, 0);
  EXPECT_LE(lowest_id_at(monday()), ids.next());
  const Instant far = std::chrono::sys_days(std::chrono::year(2099) / 12 / 31);
  EXPECT_GT(lowest_id_at(far), lowest_id_at(monday()));
  EXPECT_LT(lowest_id_at(std::chrono::sys_days(std::chrono::year(1900) / 1 / 1)), lowest_id_at(monday()));
}

TEST(ids, are_different_on_all_threads_while_the_clock_steps) {
  constexpr std::size_t kEach = 5'000;
  ManualClock clock(monday());
  IdSource ids(clock, 0);
  std::vector<std::vector<std::int64_t>> made(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(made.size());
    for (auto& mine : made) {
      threads.emplace_back([&ids, &clock, &mine] {
        for (std::size_t i = 0; i < kEach; ++i) {
          if (i % 1000 == 0) clock.advance(i % 2000 == 0 ? 1h : -1h);
          mine.push_back(ids.next());
        }
      });
    }
  }
  std::vector<std::int64_t> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::ranges::is_sorted(mine));
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);
  EXPECT_EQ(all.size(), made.size() * kEach);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
}

TEST(ids, of_processes_at_the_same_moment_differ) {
  const ManualClock clock(monday());
  IdSource first(clock, 0);
  IdSource second(clock, 1);
  IdSource last(clock, 255);
  std::vector<std::int64_t> all;
  for (int i = 0; i < 20'000; ++i) {
    for (IdSource* source : {&first, &second, &last}) all.push_back(source->next());
  }
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
  EXPECT_GT(all.front(), 0);
}

TEST(ids, made_later_by_any_process_are_greater) {
  ManualClock clock(monday());
  IdSource low(clock, 0);
  IdSource high(clock, 255);
  const std::int64_t before = high.next();
  clock.advance(1ms);
  EXPECT_GT(low.next(), before);
}

}  // namespace
}  // namespace temujanji::base
