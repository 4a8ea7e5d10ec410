#include "tables/text_of.h"

#include <array>
#include <charconv>

namespace temujanji::tables {

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), std::get<double>(cell)).ptr;
  return {digits.data(), end};
}

}  // namespace temujanji::tables
