#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace temujanji::domain {

/// How often each whole number was counted: minutes waited, days ahead. Added to others it still knows its
/// percentiles, which sums and averages do not.
class Spread {
 public:
  /// What is more is counted as so much: a day has no more minutes.
  static constexpr int kValueMax = 1440;

  /// Counts a value; what is below 0 as 0.
  void add(int value, std::int64_t times = 1);
  Spread& operator+=(const Spread& other);

  std::int64_t count() const { return count_; }
  /// The smallest value that at least so many percent of all do not exceed; nothing where nothing was
  /// counted. `percent` is 1 to 100.
  std::optional<int> percentile(int percent) const;

  /// "3:1 7:12": of each value how often, in order. Empty where nothing was counted.
  std::string to_text() const;
  /// Adds what `to_text` wrote; false for anything else, of which the beginning may have been added.
  bool add_text(std::string_view text);

  bool operator==(const Spread&) const = default;

 private:
  std::vector<std::int64_t> times_;  // by value
  std::int64_t count_ = 0;
};

}  // namespace temujanji::domain
