#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace temujanji::base {
namespace {

enum class Refusal { full, gone };
using Number = Result<int, Refusal>;

TEST(result, is_either_the_value_or_the_refusal) {
  const Number value = 5;
  EXPECT_TRUE(value.ok());
  EXPECT_TRUE(static_cast<bool>(value));
  EXPECT_EQ(*value, 5);
  const Number refused = Refusal::gone;
  EXPECT_FALSE(refused.ok());
  EXPECT_FALSE(static_cast<bool>(refused));
  EXPECT_EQ(refused.refusal(), Refusal::gone);
}

TEST(result, gives_its_value_away) {
  Result<std::unique_ptr<std::string>, Refusal> result = std::make_unique<std::string>("seat");
  EXPECT_EQ((*result)->size(), 4u);
  const std::unique_ptr<std::string> taken = std::move(result).value();
  EXPECT_EQ(*taken, "seat");
}

TEST(result, is_changed_in_place) {
  Result<std::string, Refusal> result = std::string("a");
  result->push_back('b');
  EXPECT_EQ(result.value(), "ab");
}

TEST(result_death, asks_for_the_value_of_a_refusal_only_by_mistake) {
  const Number refused = Refusal::full;
  EXPECT_DEATH((void)refused.value(), "CHECK\\(ok\\(\\)\\) failed");
  const Number value = 1;
  EXPECT_DEATH((void)value.refusal(), "CHECK\\(!ok\\(\\)\\) failed");
}

}  // namespace
}  // namespace temujanji::base
