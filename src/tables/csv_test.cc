#include "tables/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temujanji::tables {
namespace {

using Fields = std::vector<std::vector<std::string>>;

Fields fields_of(std::string_view text) {
  const auto records = read_csv(text);
  if (!records) return {{"refused", std::to_string(records.refusal().line)}};
  Fields fields;
  for (const Record& record : *records) fields.push_back(record.fields);
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
  EXPECT_EQ(fields_of(std::string(kFieldsMax, ',')), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of(std::string(kFieldBytesMax + 1, 'x')), (Fields{{"refused", "1"}}));
  EXPECT_EQ(fields_of(std::string(kFileBytesMax + 1, '\n')), (Fields{{"refused", "1"}}));
  std::string many;
  for (std::size_t i = 0; i <= kRecordsMax; ++i) many += "x\n";
  EXPECT_EQ(fields_of(many), (Fields{{"refused", "100001"}}));
}

TEST(csv, takes_as_much_as_the_bounds_allow) {
  EXPECT_EQ(fields_of(std::string(kFieldsMax - 1, ','))[0].size(), kFieldsMax);
  EXPECT_EQ(fields_of(std::string(kFieldBytesMax, 'x'))[0][0].size(), kFieldBytesMax);
}

TEST(csv, gives_back_what_was_written) {
  const Table table{
      "t", {"text", "number"}, {{"a,b", std::int64_t{-3}}, {"say \"no\"\nor", 1.5}, {"", std::int64_t{0}}}};
  EXPECT_EQ(write_csv(table, CsvFor::editor), "text,number\n\"a,b\",-3\n\"say \"\"no\"\"\nor\",1.5\n,0\n");
  EXPECT_EQ(fields_of(write_csv(table, CsvFor::spreadsheet)),
            (Fields{{"text", "number"}, {"a,b", "-3"}, {"say \"no\"\nor", "1.5"}, {"", "0"}}));
}

TEST(csv, keeps_a_byte_order_mark_that_is_part_of_the_first_name) {
  const Table table{"t", {"\xEF\xBB\xBFname"}, {}};
  EXPECT_EQ(fields_of(write_csv(table, CsvFor::editor)), (Fields{{"\xEF\xBB\xBFname"}}));
}

TEST(csv, keeps_empty_cells_of_a_single_column) {
  const Table table{"t", {"text"}, {{""}, {"b"}}};
  EXPECT_EQ(fields_of(write_csv(table, CsvFor::editor)), (Fields{{"text"}, {""}, {"b"}}));
  EXPECT_EQ(fields_of(write_csv({"t", {""}, {}}, CsvFor::editor)), (Fields{{""}}));
}

TEST(csv, lets_no_text_begin_a_formula) {
  const std::vector<std::string> texts{"=1+1", "+603", "-1",       "@SUM(A1)", "\t=1",
                                       "'=1",  "''+1", "'quoted'", "a=b"};
  Table table{"t", {"text"}, {}};
  Fields expected{{"text"}};
  for (const std::string& text : texts) {
    table.rows.push_back({text});
    expected.push_back({text});
  }
  const std::string written = write_csv(table, CsvFor::editor);
  EXPECT_EQ(written, "text\n'=1+1\n'+603\n'-1\n'@SUM(A1)\n'\t=1\n''=1\n'''+1\n'quoted'\na=b\n");
  EXPECT_EQ(fields_of(written), expected);
}

}  // namespace
}  // namespace temujanji::tables
