#include "domain/contact.h"

#include <gtest/gtest.h>

#include "domain/person_name.h"

namespace temujanji::domain {
namespace {

void check_phone(std::string_view text, std::string_view expected) {
  EXPECT_EQ(parse_phone(text).value_or(""), expected) << text;
}

void check_email(std::string_view text, std::string_view expected) {
  EXPECT_EQ(parse_email(text).value_or(""), expected) << text;
}

TEST(phone, of_malaysia_is_read_however_it_is_written) {
  check_phone("010-1234567", "+60101234567");
  check_phone("0123456789", "+60123456789");
  check_phone("  +60 12-345 6789 ", "+60123456789");
  check_phone("60123456789", "+60123456789");
  check_phone("0060123456789", "+60123456789");
  check_phone("+60 012 345 6789", "+60123456789");
  check_phone("+60 (0)12.345/6789", "+60123456789");
  check_phone(
      "012\xC2\xA0"
      "345\xE2\x80\x93"
      "6789",
      "+60123456789");
  check_phone("011-12345678", "+601112345678");
  check_phone("011-1234567", "+60111234567");
  check_phone("03-8000 8000", "+60380008000");
  check_phone("04-2261234", "+6042261234");
  check_phone("088-234567", "+6088234567");
  check_phone("09-7481234", "+6097481234");
}

TEST(phone, of_malaysia_is_refused_with_other_lengths_and_prefixes) {
  for (const auto* text : {"",
                           "+",
                           "0",
                           "00",
                           "60",
                           "+60",
                           "012345678",
                           "01234567890",
                           "010-12345678",
                           "011-123456789",
                           "03-8000800",
                           "03-800080000",
                           "04-226123",
                           "04-22612345",
                           "02-1234567",
                           "123456789",
                           "999",
                           "012-345678x",
                           "012+3456789",
                           "++60123456789",
                           "0123456789 ext 2",
                           "１２３"})
    check_phone(text, "");
}

TEST(phone, of_other_countries_needs_a_plus_and_a_possible_length) {
  check_phone("+62 812-3456-7890", "+6281234567890");
  check_phone("+62 0812-3456-7890", "+6281234567890");
  check_phone("0062 81234567890", "+6281234567890");
  check_phone("+880 1812-345678", "+8801812345678");
  check_phone("+977 984-1234567", "+9779841234567");
  check_phone("+39 06 1234 5678", "+390612345678");
  check_phone("+1 (201) 555-0123", "+12015550123");
  check_phone("+61 412 345 678", "+61412345678");
  check_phone("+65 8123 4567", "+6581234567");
  check_phone("+65 8123 456", "");
  check_phone("+1 201 555 01234", "");
  check_phone("+62 00577966", "");  // accepted once, and then read back as another number
  check_phone("+999 1234567", "");
  check_phone("+210 1234567", "");
  check_phone("+62 812345678901234", "");
  check_phone("6281234567890", "");
}

TEST(phone, agrees_with_libphonenumber) {
  constexpr struct {
    std::string_view text;
    std::string_view expected;
  } kExamples[] = {
#include "domain/phone_examples.inc"
  };
  EXPECT_GT(std::size(kExamples), 900U);
  for (const auto& row : kExamples) check_phone(row.text, row.expected);
}

TEST(email, is_accepted_where_the_syntax_allows_it) {
  check_email("aminah@example.com", "aminah@example.com");
  check_email("  Ali.Bin_Abu+sto@Mail.EXAMPLE.com.my\t", "Ali.Bin_Abu+sto@mail.example.com.my");
  check_email("a@b.my", "a@b.my");
  check_email("o'brien@xn--bcher-kva.example", "o'brien@xn--bcher-kva.example");
  check_email(std::string(64, 'a') + "@example.com", std::string(64, 'a') + "@example.com");
}

TEST(email, is_refused_where_it_cannot_be_delivered) {
  for (const std::string text : {"",
                                 "@",
                                 "a",
                                 "a@",
                                 "@example.com",
                                 "a@b",
                                 "a@.com",
                                 "a@example..com",
                                 "a@example.com.",
                                 ".a@example.com",
                                 "a.@example.com",
                                 "a..b@example.com",
                                 "a b@example.com",
                                 "a@b@example.com",
                                 "a@-x.com",
                                 "a@x-.com",
                                 "a@exa_mple.com",
                                 "a@example.c",
                                 "a@example.123",
                                 "a@[127.0.0.1]",
                                 "\"a\"@example.com",
                                 "a@127.0.0.1",
                                 "a@example.com\nBcc: b@example.com",
                                 "a\r\n@example.com",
                                 "a,b@example.com",
                                 "é@example.com",
                                 "a@exämple.com",
                                 "<a@example.com>",
                                 "a(b)@example.com"})
    check_email(text, "");
  check_email(std::string(65, 'a') + "@example.com", "");
  check_email("a@" + std::string(64, 'b') + ".com", "");
  std::string longest = "a@";
  while (longest.size() < 250) longest += "bbbbbbbbb.";
  check_email(longest + "my", longest.size() + 2 <= 254 ? longest + "my" : "");
  check_email(longest + "mymy", "");
}

TEST(name, may_be_in_any_script) {
  for (const auto* name :
       {"Siti Aminah binti Ali", "A", "A/L", "Ali @ Mahmud", "O'Brien", "陈小明", "முத்து", "محمد", "သန်း",
        "สมชาย", "Nguyễn Văn A", "ราม 2", "Jean-Luc", "নাম", "राम", "Ærøskøbing"})
    EXPECT_TRUE(is_name(name)) << name;
}

TEST(name, is_more_than_punctuation_and_digits) {
  for (const std::string name :
       {"", "-", "12345", "...", "@#$", "\xE2\x80\x94", "\xE3\x80\x82", "\xF0\x9F\x98\x80", "×÷", "１２",
        "\001A", "A\xFF", "A\342\200\256B", "A\nB", "A\tB", "\342\201\246A"})
    EXPECT_FALSE(is_name(name)) << name;
}

TEST(name, is_put_on_one_line) {
  EXPECT_EQ(single_line("  Siti \t Aminah\r\nbinti\xC2\xA0 Ali "), "Siti Aminah binti Ali");
  EXPECT_EQ(single_line(" \n "), "");
  EXPECT_EQ(single_line("é\xC2\xA0"
                        "é"),
            "é é");
}

}  // namespace
}  // namespace temujanji::domain
