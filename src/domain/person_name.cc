#include "domain/person_name.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace temujanji::domain {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

/// Takes the first code point off `text`, which must be UTF-8.
char32_t take_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80 ? 1U : first < 0xE0 ? 2U : first < 0xF0 ? 3U : 4U;
  char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i)
    point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return point;
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t size>
bool lies_in(const std::array<Range, size>& ranges, char32_t point) {
  return std::ranges::any_of(ranges,
                             [point](Range range) { return range.first <= point && point <= range.last; });
}

// Coarse on purpose: blocks that hold no letters. Whatever else is outside ASCII counts as a letter, so that
// no script is shut out.
constexpr std::array<Range, 13> kNoLetters{{{0x00, 0x40},
                                            {0x5B, 0x60},
                                            {0x7B, 0xBF},
                                            {0xD7, 0xD7},
                                            {0xF7, 0xF7},
                                            {0x2000, 0x2BFF},
                                            {0x2E00, 0x2E7F},
                                            {0x3000, 0x3004},
                                            {0x3007, 0x303F},
                                            {0xE000, 0xF8FF},
                                            {0xFE00, 0xFE6F},
                                            {0xFF00, 0xFF20},
                                            {0x1F000, 0x1FAFF}}};

// Left-to-right and right-to-left embeddings, overrides and isolates; line and paragraph separators; tags.
constexpr std::array<Range, 3> kRefused{{{0x2028, 0x202E}, {0x2066, 0x2069}, {0xE0000, 0xE007F}}};

}  // namespace

std::string single_line(std::string_view text) {
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    const bool no_break = text.starts_with(kNoBreakSpace);
    const bool is_blank = no_break || std::string_view(" \t\r\n").find(text[0]) != std::string_view::npos;
    if (!is_blank) {
      if (blank && !out.empty()) out += ' ';
      out += text[0];
    }
    blank = is_blank;
    text.remove_prefix(no_break ? kNoBreakSpace.size() : 1);
  }
  return out;
}

bool is_plain_line(std::string_view line) {
  if (!base::is_clean_utf8(line)) return false;
  while (!line.empty()) {
    const char32_t point = take_code_point(line);
    if (point < 0x20 || lies_in(kRefused, point)) return false;
  }
  return true;
}

bool is_name(std::string_view line) {
  if (!is_plain_line(line)) return false;
  while (!line.empty()) {
    if (!lies_in(kNoLetters, take_code_point(line))) return true;
  }
  return false;
}

}  // namespace temujanji::domain
