#include "catalogue/news.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

namespace temujanji::catalogue {
namespace {

std::vector<std::tuple<std::int64_t, std::int64_t, int, int>> changes_of(const engine::Events& events) {
  std::vector<std::tuple<std::int64_t, std::int64_t, int, int>> all;
  for (const auto& change : events.seats)
    all.emplace_back(change.pool_id, change.slot_id, change.seats, change.taken);
  std::ranges::sort(all);
  return all;
}

engine::Events many_changes(int count) {
  engine::Events events;
  events.number = 77;
  for (int i = 0; i < count; ++i) {
    const std::int64_t pool = 379'000'000'000'000'000 + i % 7 * (std::int64_t{1} << 40);
    events.seats.push_back({pool, 380'000'000'000'000'000 + i * std::int64_t{4'194'304}, 20, i % 21});
  }
  return events;
}

TEST(news, say_what_a_batch_changed) {
  const engine::Events events = many_changes(256);
  const std::vector<std::string> texts = to_news(events);
  engine::Events heard;
  for (const std::string& text : texts) {
    EXPECT_LE(text.size(), 6500U);
    EXPECT_EQ(text.find(' '), text.npos);
    const auto part = from_news(text);
    ASSERT_TRUE(part.has_value());
    EXPECT_EQ(part->number, 77);
    heard.seats.insert(heard.seats.end(), part->seats.begin(), part->seats.end());
  }
  EXPECT_EQ(changes_of(heard), changes_of(events));
}

TEST(news, of_a_large_batch_are_several_texts) {
  EXPECT_GT(to_news(many_changes(2000)).size(), 1U);
}

TEST(news, of_a_batch_without_seats_are_none) {
  EXPECT_TRUE(to_news(engine::Events{}).empty());
}

TEST(news, that_are_none_are_refused) {
  for (const char* text : {"", "x", "1;", "1;2", "1;2,3,4", "1;2,3,4,x", "1;2,3,4,5,6"}) {
    EXPECT_FALSE(from_news(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace temujanji::catalogue
