#include "domain/mrz.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace temujanji::domain {
namespace {

// The specimen of ICAO Doc 9303 part 4.
const std::string kUpper = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string kLower = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const Date kReadOn = parse_date("2026-11-23").value();

TEST(mrz, of_the_specimen_is_read) {
  const auto mrz = parse_mrz(kLower, kReadOn);
  ASSERT_TRUE(mrz);
  EXPECT_EQ(mrz->document_number, "L898902C3");
  EXPECT_EQ(mrz->nationality, "UTO");
  EXPECT_EQ(to_iso(mrz->born_on.value()), "1974-08-12");
  EXPECT_EQ(to_iso(mrz->expires_on), "2012-04-15");
  EXPECT_EQ(mrz->sex, 'F');
  EXPECT_EQ(mrz->issuer, "");
  EXPECT_EQ(mrz->name, "");
}

TEST(mrz, of_both_lines_has_the_name_however_it_is_pasted) {
  const std::string pasted[] = {kUpper + kLower, kUpper + "\n" + kLower, kUpper + "\r\n" + kLower + "\r\n",
                                " " + kUpper + " \n\n " + kLower, base::to_lower(kUpper + "\n" + kLower)};
  for (const std::string& text : pasted) {
    const auto mrz = parse_mrz(text, kReadOn);
    ASSERT_TRUE(mrz) << text;
    EXPECT_EQ(mrz->issuer, "UTO");
    EXPECT_EQ(mrz->name, "ANNA MARIA ERIKSSON");
    EXPECT_EQ(mrz->document_number, "L898902C3");
  }
  EXPECT_EQ(parse_mrz("P<IDNSANTOSO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<" + kLower, kReadOn)->name, "SANTOSO");
}

TEST(mrz, of_another_length_or_with_other_characters_is_refused) {
  EXPECT_EQ(parse_mrz("", kReadOn).refusal(), MrzProblem::length);
  EXPECT_EQ(parse_mrz(kLower.substr(1), kReadOn).refusal(), MrzProblem::length);
  EXPECT_EQ(parse_mrz(kUpper.substr(1) + kLower, kReadOn).refusal(), MrzProblem::length);
  EXPECT_EQ(parse_mrz(std::string(401, ' '), kReadOn).refusal(), MrzProblem::length);
  EXPECT_EQ(parse_mrz(kLower + "!", kReadOn).refusal(), MrzProblem::characters);
  EXPECT_EQ(parse_mrz(kLower + kLower, kReadOn).refusal(), MrzProblem::characters);
}

TEST(mrz, notices_every_digit_that_was_misread) {
  for (std::size_t at = 0; at < kLower.size(); ++at) {
    if (kLower[at] < '0' || kLower[at] > '9') continue;
    for (char other = '0'; other <= '9'; ++other) {
      std::string wrong = kLower;
      wrong[at] = other;
      EXPECT_EQ(parse_mrz(wrong, kReadOn).ok(), other == kLower[at]) << wrong;
    }
  }
}

/// The specimen with other fields and all check digits made anew.
std::string lower_line(const std::string& number, const std::string& country, const std::string& birth,
                       const std::string& expiry, const std::string& own_use, char own_use_check) {
  const auto with_check = [](const std::string& text) {
    unsigned sum = 0;
    const unsigned weights[] = {7, 3, 1};
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const int value = c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10;
      sum += static_cast<unsigned>(value) * weights[i % 3];
    }
    return text + static_cast<char>('0' + sum % 10);
  };
  const std::string first = with_check(number);
  const std::string second = with_check(birth);
  const std::string third = with_check(expiry) + own_use + own_use_check;
  const std::string all = with_check(first + second + third);
  return first + country + second + "M" + third + all.back();
}

TEST(mrz, reads_years_by_the_century_that_makes_sense) {
  const std::string none(14, '<');
  const auto read = [&](const std::string& birth, const std::string& expiry) -> std::string {
    const auto mrz = parse_mrz(lower_line("A12345678", "MYS", birth, expiry, none, '0'), kReadOn);
    if (!mrz) return mrz.refusal() == MrzProblem::date ? "date" : "other";
    return (mrz->born_on ? to_iso(*mrz->born_on) : "unknown") + " " + to_iso(mrz->expires_on);
  };
  EXPECT_EQ(read("261123", "310101"), "2026-11-23 2031-01-01");
  EXPECT_EQ(read("261124", "760101"), "1926-11-24 2076-01-01");
  EXPECT_EQ(read("900101", "770101"), "1990-01-01 1977-01-01");
  EXPECT_EQ(read("000229", "280229"), "2000-02-29 2028-02-29");
  EXPECT_EQ(read("90<<<<", "310101"), "unknown 2031-01-01");
  EXPECT_EQ(read("901301", "310101"), "date");
  EXPECT_EQ(read("900101", "310229"), "date");
  EXPECT_EQ(read("900101", "<<<<<<"), "other");
}

TEST(mrz, knows_germanys_single_letter_and_short_numbers) {
  const std::string none(14, '<');
  const auto mrz = parse_mrz(lower_line("AB12345<<", "D<<", "900101", "310101", none, '<'), kReadOn);
  ASSERT_TRUE(mrz);
  EXPECT_EQ(mrz->nationality, "DEU");
  EXPECT_EQ(mrz->document_number, "AB12345");
  EXPECT_FALSE(parse_mrz(lower_line("AB<12345<", "IDN", "900101", "310101", none, '0'), kReadOn));
  EXPECT_FALSE(parse_mrz(lower_line("<<<<<<<<<", "IDN", "900101", "310101", none, '0'), kReadOn));
  EXPECT_FALSE(
      parse_mrz(lower_line("AB12345<<", "IDN", "900101", "310101", "1" + none.substr(1), '<'), kReadOn));
}

}  // namespace
}  // namespace temujanji::domain
