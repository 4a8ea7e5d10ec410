#include "tables/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tables/zip.h"

namespace temujanji::tables {
namespace {

using Fields = std::vector<std::vector<std::string>>;
using testing::HasSubstr;

Fields fields_of(const std::vector<Record>& records) {
  Fields fields;
  for (const Record& record : records) fields.push_back(record.fields);
  return fields;
}

/// A workbook as a spreadsheet writes it, with one sheet.
struct Workbook {
  std::string rows;
  std::string texts;
  std::string formats;
  std::string styles;
  std::string properties;

  std::string bytes() const {
    const std::string refers = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    return write_zip({
        {"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + refers +
                            "/officeDocument\" Target=\"/xl/book.xml\"/></Relationships>"},
        {"xl/book.xml", "<x:workbook xmlns:x=\"m\" xmlns:r=\"" + refers + "\">" + properties +
                            "<x:sheets><x:sheet name=\"one\" r:id=\"b\"/></x:sheets></x:workbook>"},
        {"xl/_rels/book.xml.rels",
         "<Relationships><Relationship Id=\"b\" Type=\"" + refers +
             "/worksheet\" Target=\"worksheets/s.xml\"/><Relationship Id=\"c\" Type=\"" + refers +
             "/sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"d\" Type=\"" + refers +
             "/styles\" Target=\"/xl/st.xml\"/></Relationships>"},
        {"xl/worksheets/s.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
        {"xl/t.xml", "<sst>" + texts + "</sst>"},
        {"xl/st.xml", "<styleSheet><numFmts>" + formats + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>" +
                          "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>" + styles +
                          "</cellXfs></styleSheet>"},
    });
  }
};

Fields read(const Workbook& workbook) {
  const auto sheets = read_xlsx(workbook.bytes());
  if (!sheets) return {{"refused", std::to_string(sheets.refusal().line), sheets.refusal().reason}};
  return fields_of(sheets->at(0).records);
}

TEST(xlsx, gives_back_what_was_written) {
  const std::vector<Table> tables{
      {"Pejabat & cawangan",
       {"code", "name"},
       {{"01", "Bahagian <Visa>, \"Pas\" & Permit"}, {"=1+1", " blank \nline"}, {"", "last"}}},
      {"numbers", {"whole", "part"}, {{std::int64_t{-42}, 0.1}}}};
  const auto sheets = read_xlsx(write_xlsx(tables));
  ASSERT_TRUE(sheets.ok()) << sheets.refusal().reason;
  ASSERT_EQ(sheets->size(), 2U);
  EXPECT_EQ(sheets->at(0).name, "Pejabat & cawangan");
  EXPECT_EQ(fields_of(sheets->at(0).records), (Fields{{"code", "name"},
                                                      {"01", "Bahagian <Visa>, \"Pas\" & Permit"},
                                                      {"=1+1", " blank \nline"},
                                                      {"", "last"}}));
  EXPECT_EQ(sheets->at(0).records[2].line, 3);
  EXPECT_EQ(fields_of(sheets->at(1).records), (Fields{{"whole", "part"}, {"-42", "0.1"}}));
}

TEST(xlsx, is_the_same_bytes_for_the_same_table) {
  const std::vector<Table> tables{{"t", {"a"}, {{"b"}}}};
  EXPECT_EQ(write_xlsx(tables), write_xlsx(tables));
}

TEST(xlsx, cuts_a_sheets_name_to_what_a_workbook_allows) {
  const std::vector<Table> tables{{"a/b: " + std::string(30, 'x') + "é", {}, {}}};
  EXPECT_EQ(read_xlsx(write_xlsx(tables))->at(0).name, "a-b- " + std::string(26, 'x'));
}

TEST(xlsx, reads_cells_as_they_are_shown) {
  Workbook workbook;
  workbook.texts = "<si><t>plain</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>aid</t></rPh></si>";
  workbook.rows =
      R"(<row r="3"><c r="A3" t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D3"><v>8</v></c></row><row r="4"/>)"
      R"(<row r="5"><c><v>1.1000000000000001</v></c><c><v>101.68999999999999</v></c><c><v>2.5E2</v></c></row>)"
      R"(<row r="9"><c r="B9" t="str"><f>A3&amp;"x"</f><v>plainx</v></c><c r="C9" t="inlineStr"><is><t>in</t></is></c></row>)";
  EXPECT_EQ(
      read(workbook),
      (Fields{{"plain", "rich text", "", "8"}, {"1.1", "101.69", "250", ""}, {"", "plainx", "in", ""}}));
}

TEST(xlsx, reads_dates_and_times_from_the_numbers_that_mean_them) {
  Workbook workbook;
  workbook.formats =
      R"(<numFmt numFmtId="164" formatCode="[$-409]d\ mmm\ yyyy"/>)"
      R"(<numFmt numFmtId="165" formatCode="[hh]:mm"/><numFmt numFmtId="166" formatCode="0&quot; day&quot;"/>)"
      R"(<numFmt numFmtId="167" formatCode="[Red]0.0"/>)";
  workbook.styles = R"(<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>)"
                    R"(<xf numFmtId="167"/><xf numFmtId="22"/>)";
  workbook.rows =
      R"(<row><c s="1"><v>46349</v></c><c s="2"><v>46349</v></c><c s="3"><v>0.354166666666667</v></c>)"
      R"(<c s="4"><v>5</v></c><c s="5"><v>0.5</v></c><c s="6"><v>46349.5</v></c><c s="1"><v>-1</v></c></row>)";
  EXPECT_EQ(read(workbook),
            (Fields{{"2026-11-23", "2026-11-23", "08:30", "5", "0.5", "2026-11-23 12:00", "-1"}}));
  workbook.properties = R"(<workbookPr date1904="1"/>)";
  workbook.rows = R"(<row><c s="1"><v>44887</v></c></row>)";
  EXPECT_EQ(read(workbook), (Fields{{"2026-11-23"}}));
}

TEST(xlsx, refuses_what_is_no_workbook) {
  const std::string good = Workbook{}.bytes();
  EXPECT_TRUE(read_xlsx(good).ok());
  EXPECT_FALSE(read_xlsx("").ok());
  EXPECT_FALSE(read_xlsx("code,name\n").ok());
  EXPECT_FALSE(read_xlsx(good.substr(0, good.size() / 2)).ok());
  EXPECT_FALSE(read_xlsx(write_zip({{"word/document.xml", "<a/>"}})).ok());
  EXPECT_THAT(read({"<row><c></row>", "", "", "", ""})[0][2], HasSubstr("damaged"));
  EXPECT_THAT(read_xlsx(std::string(kFileBytesMax + 1, 'x')).refusal().reason, HasSubstr("5 MB"));
}

TEST(xlsx, refuses_what_is_more_than_the_bounds) {
  const auto reason = [](const std::string& rows) { return read({rows, "", "", "", ""})[0].back(); };
  std::string wide = "<row>";
  for (std::size_t i = 0; i <= kFieldsMax; ++i) wide += "<c><v>1</v></c>";
  EXPECT_THAT(reason(wide + "</row>"), HasSubstr("64 cells"));
  EXPECT_THAT(reason("<row><c><v>" + std::string(kFieldBytesMax + 1, 'x') + "</v></c></row>"),
              HasSubstr("20,000 bytes"));
  std::string many;
  for (std::size_t i = 0; i <= kRecordsMax; ++i) many += "<row><c><v>1</v></c></row>";
  EXPECT_THAT(reason(many), HasSubstr("100,000 rows"));
  EXPECT_THAT(reason(std::string(ZipReader::kUnpackedBytesMax, ' ')), HasSubstr("too large"));
}

TEST(xlsx, refuses_one_long_text_in_very_many_cells) {
  Workbook workbook;
  workbook.texts = "<si><t>" + std::string(kFieldBytesMax, 'x') + "</t></si>";
  for (int i = 0; i <= 1'000; ++i) workbook.rows += R"(<row><c t="s"><v>0</v></c></row>)";
  EXPECT_THAT(read(workbook)[0].back(), HasSubstr("20 MB"));
}

TEST(xlsx, refuses_very_many_empty_texts) {
  Workbook workbook;
  for (int i = 0; i < 600'000; ++i) workbook.texts += "<si/>";
  EXPECT_THAT(read_xlsx(workbook.bytes()).refusal().reason, HasSubstr("too large"));
}

TEST(xlsx, refuses_a_document_type_and_its_entities) {
  const auto sheets = read_xlsx(write_zip(
      {{"xl/workbook.xml",
        "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><workbook>&b;</workbook>"}}));
  EXPECT_FALSE(sheets.ok());
}

}  // namespace
}  // namespace temujanji::tables
