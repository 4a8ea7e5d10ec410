#include "web/form.h"

#include <gtest/gtest.h>

#include "web/url.h"

namespace temujanji::web {
namespace {

TEST(form, reads_rows_of_bodies) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"a=1", "1"},
      {"b=2&a=1", "1"},
      {"a=1&a=2", "1"},
      {"a=+x%20", "x"},
      {"a", ""},
      {"a=", ""},
      {"", ""},
      {"a=b=c", "b=c"},
      {"&&a=1&&", "1"},
      {"a=%C3%A9", "\xc3\xa9"},
      {"a=x%0D%0Ay", "x\ny"},
      {"a=x%0Dy%0D", "x\ny"},
      {"%61=z", "z"},
      {"a=%3Cb%3E", "<b>"},
  };
  for (const auto& [body, value] : rows) {
    const auto form = Form::parse(body);
    ASSERT_TRUE(form) << body;
    EXPECT_EQ(form->value("a"), value) << body;
  }
}

TEST(form, refuses_what_is_malformed_or_not_clean) {
  for (const std::string_view body :
       {"a=%", "a=%4", "a=%zz", "%z=1", "a=%00", "a=%01", "a=%FF", "a=%C0%AE", "a=%ED%A0%80", "a=\x01"}) {
    EXPECT_FALSE(Form::parse(body)) << body;
  }
}

TEST(form, takes_a_hundred_fields_and_no_more) {
  std::string body;
  for (int number = 0; number < 100; ++number) body += "a=" + std::to_string(number) + "&";
  EXPECT_EQ(Form::parse(body)->values("a").size(), 100u);
  EXPECT_FALSE(Form::parse(body + "a=100"));
}

TEST(form, keeps_the_value_as_sent_beside_the_trimmed_one) {
  const auto form = Form::parse("a=+x+");
  EXPECT_EQ(form->raw("a"), " x ");
  EXPECT_EQ(form->value("a"), "x");
  EXPECT_TRUE(form->has("a"));
  EXPECT_FALSE(form->has("b"));
}

TEST(url, codes_parts_so_that_they_come_back) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(decode_percent(encode_part(every)), every);
  EXPECT_EQ(encode_part("a b/ü?&"), "a%20b%2F%C3%BC%3F%26");
  EXPECT_EQ(decode_percent("a+b"), "a+b");
  EXPECT_EQ(decode_form("a+b"), "a b");
  EXPECT_EQ(make_query({{"a", "1"}, {"b", ""}, {"c", "x y"}}), "?a=1&c=x%20y");
  EXPECT_EQ(make_query({{"a", ""}}), "");
}

}  // namespace
}  // namespace temujanji::web
