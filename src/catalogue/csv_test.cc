#include "catalogue/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temujanji::catalogue {
namespace {

using Fields = std::vector<std::vector<std::string>>;

Fields fields_of(std::string_view text) {
  const auto records = read_csv(text);
  if (!records) return {{"refused", std::to_string(records.refusal().line)}};
  Fields fields;
  for (const CsvRecord& record : *records) fields.push_back(record.fields);
  return fields;
}

TEST(csv, reads_what_rfc_4180_allows) {
  EXPECT_EQ(fields_of(""), (Fields{}));
  EXPECT_EQ(fields_of("a,b\n1,2\n"), (Fields{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(fields_of("a,b\r\n1,2"), (Fields{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(fields_of("a,,\n"), (Fields{{"a", "", ""}}));
  EXPECT_EQ(fields_of("\"a,b\",\"say \"\"no\"\"\"\n"), (Fields{{"a,b", "say \"no\""}}));
  EXPECT_EQ(fields_of("\"two\r\nlines\",x\n"), (Fields{{"two\nlines", "x"}}));
  EXPECT_EQ(fields_of("\"\",\"\"\n"), (Fields{{"", ""}}));
  EXPECT_EQ(fields_of("\xEF\xBB\xBF"
                      "a\n\n\nb\n"),
            (Fields{{"a"}, {"b"}}));
}

TEST(csv, knows_the_line_of_a_record_behind_quoted_line_ends) {
  const auto records = read_csv("a\n\"1\n2\n3\"\nb\n");
  ASSERT_TRUE(records.ok());
  EXPECT_EQ((*records)[1].line, 2);
  EXPECT_EQ((*records)[2].line, 5);
}

TEST(csv, refuses_what_cannot_be_meant_and_names_the_line) {
  EXPECT_EQ(fields_of("a\n\"open\n"), (Fields{{"refused", "2"}}));
  EXPECT_EQ(fields_of("a\nb\"c\n"), (Fields{{"refused", "2"}}));
  EXPECT_EQ(fields_of("a\n\"b\"c\n"), (Fields{{"refused", "2"}}));
  EXPECT_EQ(fields_of("a\n\n\xFF\n"), (Fields{{"refused", "3"}}));
  EXPECT_EQ(fields_of(std::string("a\0b\n", 4)), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of("a\rb\n"), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of(std::string(kCsvFieldsMax, ',')), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of(std::string(kCsvFieldBytesMax + 1, 'x')), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of(std::string(kCsvBytesMax + 1, '\n')), (Fields{{"refused", "1"}}));
  std::string many;
  for (std::size_t i = 0; i <= kCsvRecordsMax; ++i) many += "x\n";
  EXPECT_EQ(fields_of(many), (Fields{{"refused", "100001"}}));
}

TEST(csv, takes_as_much_as_the_bounds_allow) {
  EXPECT_EQ(fields_of(std::string(kCsvFieldsMax - 1, ','))[0].size(), kCsvFieldsMax);
  EXPECT_EQ(fields_of(std::string(kCsvFieldBytesMax, 'x'))[0][0].size(), kCsvFieldBytesMax);
}

}  // namespace
}  // namespace temujanji::catalogue
