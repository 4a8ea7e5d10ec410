#include "web/multipart.h"

#include <gtest/gtest.h>

#include <string>

namespace temujanji::web {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=----b";

TEST(multipart, reads_fields_and_files) {
  const std::string body =
      "------b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n"
      "------b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a b.csv\"\r\n"
      "Content-Type: text/csv\r\n\r\na,b\r\n\r\n1,2\r\n\r\n------b--\r\n";
  const auto parts = parse_multipart(kType, body);
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ(find_part(*parts, "csrf")->bytes, "token");
  EXPECT_EQ(find_part(*parts, "csrf")->file_name, "");
  EXPECT_EQ(find_part(*parts, "file")->file_name, "a b.csv");
  EXPECT_EQ(find_part(*parts, "file")->bytes, "a,b\r\n\r\n1,2\r\n");
  EXPECT_EQ(find_part(*parts, "other"), nullptr);
}

TEST(multipart, refuses_what_is_cut_off_or_no_such_form) {
  const std::string part = "------b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
  EXPECT_TRUE(parse_multipart(kType, part + "------b--").has_value());
  EXPECT_FALSE(parse_multipart(kType, part).has_value());
  EXPECT_FALSE(parse_multipart(kType, "").has_value());
  EXPECT_FALSE(parse_multipart(kType, "------b\r\nno head\r\n------b--").has_value());
  EXPECT_FALSE(parse_multipart("multipart/form-data", part + "------b--").has_value());
  EXPECT_FALSE(parse_multipart("text/plain; boundary=----b", part + "------b--").has_value());
  std::string many;
  for (std::size_t i = 0; i <= kPartsMax; ++i) many += part;
  EXPECT_FALSE(parse_multipart(kType, many + "------b--").has_value());
}

}  // namespace
}  // namespace temujanji::web
