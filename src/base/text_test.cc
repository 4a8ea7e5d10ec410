#include "base/text.h"

#include <gtest/gtest.h>

namespace temujanji::base {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST(text, is_trimmed_of_blanks_and_no_break_spaces_at_both_ends) {
  struct Row {
    std::string_view text;
    std::string_view trimmed;
  };
  const Row rows[] = {
      {"", ""},
      {" \t\r\n", ""},
      {"a", "a"},
      {"  a b\t", "a b"},
      {"\xC2\xA0", ""},
      {" \xC2\xA0 Siti\xC2\xA0 \n\xC2\xA0", "Siti"},
      {"a\xC2\xA0"
       "b",
       "a\xC2\xA0"
       "b"},
      // The last byte of another letter that looks like the half of a no-break space.
      {"\xC3\xA0", "\xC3\xA0"},
      {"\xC2\xA9", "\xC2\xA9"},
      {"\v a", "\v a"},
  };
  for (const Row& row : rows) EXPECT_EQ(trim(row.text), row.trimmed) << row.text;
}

TEST(text, is_escaped_in_markup) {
  EXPECT_EQ(escape_markup("<a href='x'> & \"y\""), "&lt;a href=&#39;x&#39;&gt; &amp; &quot;y&quot;");
  EXPECT_EQ(escape_markup("Seri Kembangan"), "Seri Kembangan");
}

TEST(text, has_an_id_behind_a_prefix) {
  struct Numbered {
    std::int64_t value;
  };
  const auto id = id_behind<Numbered>("closure:", "closure:17");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->value, 17);
  for (const char* other : {"closure:", "closure:17 ", "closure:x", "17", "block:17", ""}) {
    EXPECT_FALSE(id_behind<Numbered>("closure:", other)) << other;
  }
}

TEST(text, changes_the_case_of_ascii_letters_only) {
  EXPECT_EQ(to_lower("AZ[@`{az \xC3\x89"), "az[@`{az \xC3\x89");
  EXPECT_EQ(to_upper("AZ[@`{az \xC3\xA9"), "AZ[@`{AZ \xC3\xA9");
}

TEST(clean_utf8, is_every_well_formed_text) {
  for (const std::string_view text :
       {""sv, "a~ \t\n"sv, "\xC2\xA0"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv,
        "\xEF\xBF\xBD"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv, "Nurul ‘Ain 陳 Ñ"sv}) {
    EXPECT_TRUE(is_clean_utf8(text)) << to_hex(text);
  }
}

TEST(clean_utf8, is_no_malformed_overlong_or_surrogate_sequence) {
  for (const std::string_view text :
       {"\x80"sv, "\xBF"sv, "a\xC3"sv, "\xC3("sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xE2\x82"sv,
        "\xE2\x82("sv, "\xED\xA0\x80"sv, "\xED\xBF\xBF"sv, "\xF0\x8F\xBF\xBF"sv, "\xF0\x9F\x98"sv,
        "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFE"sv, "\xFF"sv}) {
    EXPECT_FALSE(is_clean_utf8(text)) << to_hex(text);
    EXPECT_FALSE(is_clean_utf8("before" + std::string(text) + "after")) << to_hex(text);
  }
}

TEST(clean_utf8, has_no_control_characters_but_tab_and_line_feed) {
  for (int code = 0; code < 0xA0; ++code) {
    std::string text(1, static_cast<char>(code));
    if (code >= 0x80) text.insert(0, "\xC2");
    const bool control = code < 0x20 || code >= 0x7F;
    EXPECT_EQ(is_clean_utf8(text), !control || code == '\t' || code == '\n') << code;
  }
}

TEST(text, is_counted_in_code_points) {
  EXPECT_EQ(code_points(""), 0u);
  EXPECT_EQ(code_points("abc"), 3u);
  EXPECT_EQ(code_points("\xC3\xA9\xE9\x99\xB3\xF0\x9F\x98\x80"), 3u);
}

TEST(text, is_split_at_every_separator) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("", ','), Parts{""});
  EXPECT_EQ(split("a", ','), Parts{"a"});
  EXPECT_EQ(split("a,,b", ','), (Parts{"a", "", "b"}));
  EXPECT_EQ(split(",", ','), (Parts{"", ""}));
}

TEST(number, is_read_from_the_whole_text_or_not_at_all) {
  EXPECT_EQ(parse_number<int>("0"), 0);
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<std::int64_t>("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", " 1", "1 ", "+1", "1.0", "0x1", "a", "-", "9223372036854775808"}) {
    EXPECT_FALSE(parse_number<std::int64_t>(text)) << text;
  }
  EXPECT_FALSE(parse_number<unsigned>("-1"));
  EXPECT_FALSE(parse_number<std::uint8_t>("256"));
}

TEST(json_string, escapes_quotes_backslashes_and_control_characters) {
  const auto json = [](std::string_view text) {
    std::string out = "x";
    append_json_string(out, text);
    return out;
  };
  EXPECT_EQ(json(""), "x\"\"");
  EXPECT_EQ(json("a\"b\\c/d"), R"(x"a\"b\\c/d")");
  EXPECT_EQ(json("\n\t\x1F"), R"(x"\u000a\u0009\u001f")");
  EXPECT_EQ(json("a\0b"sv), R"(x"a\u0000b")");
  EXPECT_EQ(json("é陳"), "x\"é陳\"");
}

TEST(hex, has_two_small_digits_for_each_byte) {
  EXPECT_EQ(to_hex(""), "");
  EXPECT_EQ(to_hex("\x00\x0F\xAB\xFF"sv), "000fabff");
}

TEST(base64url, is_read_back_for_every_length_and_byte) {
  std::string bytes;
  for (int i = 0; i <= 256; ++i) {
    const std::string text = to_base64url(bytes);
    EXPECT_EQ(from_base64url(text), bytes) << i;
    EXPECT_EQ(text.find_first_of("+/= "), text.npos) << text;
    bytes += static_cast<char>(255 - i);
  }
}

TEST(base64url, has_the_alphabet_of_urls_and_no_padding) {
  EXPECT_EQ(to_base64url("\xFB\xFF\xFE"), "-__-");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(to_base64url("fo"), "Zm8");
}

TEST(base64url, is_refused_where_it_could_be_written_otherwise) {
  // "Zh" differs from "Zg" only in bits that carry nothing: two texts for one value must not both be read.
  for (const char* text : {"Zg==", "Zh", "Zm9", "Z", "Zm8v Zm8v", "Zm8v\n", "+//+", "Zm8*"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

}  // namespace
}  // namespace temujanji::base
