#include "domain/reference.h"

#include <gtest/gtest.h>

#include <cctype>
#include <random>

namespace temujanji::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::vector<std::string> some_references() {
  std::mt19937_64 random(20261123);
  std::vector<std::string> out{make_reference(0), make_reference(~0ULL), make_reference(1)};
  for (int i = 0; i < 200; ++i) out.push_back(make_reference(random()));
  return out;
}

TEST(reference, carries_fifty_bits_and_ignores_the_others) {
  EXPECT_EQ(make_reference(0), "00000000000");
  EXPECT_EQ(make_reference((1ULL << 50) - 1).substr(0, 10), "ZZZZZZZZZZ");
  EXPECT_EQ(make_reference(1ULL << 50), make_reference(0));
  EXPECT_EQ(make_reference(0b00001'00010'00011'00100'00101'00110'00111'01000'01001'01010).substr(0, 10),
            "123456789A");
}

TEST(reference, is_shown_in_groups_and_read_back_however_it_is_typed) {
  for (const std::string& reference : some_references()) {
    const std::string shown = display_reference(reference);
    EXPECT_EQ(shown.size(), 14U);
    EXPECT_EQ(parse_reference(shown), reference);
    EXPECT_EQ(parse_reference("  " + shown + "\r\n"), reference);
  }
  const std::string reference = make_reference(0x1'0420'0F00'01ULL);
  std::string confused;
  for (const char c : reference) {
    confused += c == '0' ? "o" : c == '1' ? "l" : std::string(1, static_cast<char>(std::tolower(c)));
    confused += "\xE2\x80\x93 .";
  }
  EXPECT_EQ(parse_reference(confused), reference);
}

TEST(reference, of_another_length_or_alphabet_is_refused) {
  const std::string reference = make_reference(0x2A5A5A5A5A5A5ULL);
  EXPECT_FALSE(parse_reference(""));
  EXPECT_FALSE(parse_reference(reference.substr(1)));
  EXPECT_FALSE(parse_reference("0" + make_reference(0)));
  EXPECT_FALSE(parse_reference(std::string(200, '-') + reference));
  EXPECT_FALSE(parse_reference("U" + make_reference(0).substr(1)));
}

TEST(reference, notices_every_single_wrong_character) {
  for (const std::string& reference : some_references()) {
    for (std::size_t at = 0; at < reference.size(); ++at) {
      for (const char other : kAlphabet) {
        std::string wrong = reference;
        wrong[at] = other;
        EXPECT_EQ(parse_reference(wrong).has_value(), other == reference[at]) << reference << " " << wrong;
      }
    }
  }
}

TEST(reference, notices_every_two_characters_that_changed_places) {
  for (const char left : kAlphabet) {
    for (const char right : kAlphabet) {
      for (std::size_t i = 0; i + 1 < kReferenceLength; ++i) {
        for (std::size_t j = i + 1; j < kReferenceLength; ++j) {
          // The scheme is linear: only the two characters matter, so zeros elsewhere stand for all others.
          std::string text(kReferenceLength, '0');
          text[i] = left;
          text[j] = right;
          std::string swapped(kReferenceLength, '0');
          swapped[i] = right;
          swapped[j] = left;
          const bool both = parse_reference(text) && parse_reference(swapped);
          EXPECT_EQ(both, left == right && left == '0') << text;
        }
      }
    }
  }
}

}  // namespace
}  // namespace temujanji::domain
