#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "tables/text_of.h"
#include "tables/xlsx.h"
#include "tables/xml.h"
#include "tables/zip.h"

namespace temujanji::tables {
namespace {

// A workbook is a ZIP archive of XML files (ECMA-376): the list of their types, two lists of who refers to
// whom, the styles, the workbook with the names of its sheets, and the sheets. Text stands in the cells
// themselves.
constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view kPart = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Style 1 is text (format 49, `@`): what looks like a number or a formula stays text when it is edited.
/// Style 2 is that of column names.
constexpr std::string_view kStyles =
    R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>)"
    R"(<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill>)"
    R"(<fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>)"
    R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
    R"(<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
    R"(<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
    R"(<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>)"
    R"(</cellXfs>)";
constexpr std::string_view kTextStyle = "1";
constexpr std::string_view kNameStyle = "2";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

/// 0 → "A", 26 → "AA"
std::string column_name(std::size_t index) {
  std::string name;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

/// At most 31 characters, none of which a workbook forbids.
std::string sheet_name(std::string_view wanted) {
  constexpr std::size_t kCharactersMax = 31;
  std::string name(wanted);
  std::ranges::replace_if(
      name, [](char c) { return std::string_view("[]:*?/\\'").find(c) != std::string_view::npos; }, '-');
  while (base::code_points(name) > kCharactersMax) {
    do {
      name.pop_back();
    } while (!base::is_clean_utf8(name));
  }
  return name.empty() ? "-" : name;
}

void append_text_cell(std::string& out, const std::string& place, std::string_view value,
                      std::string_view style) {
  out += text({"<c r=\"", place, "\" s=\"", style, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"});
  out += base::escape_markup(value);
  out += "</t></is></c>";
}

void append_cell(std::string& out, const std::string& place, const Cell& cell) {
  if (const auto* value = std::get_if<std::string>(&cell)) {
    if (!value->empty()) append_text_cell(out, place, *value, kTextStyle);
    return;
  }
  out += text({"<c r=\"", place, "\"><v>", text_of(cell), "</v></c>"});
}

/// As wide as the longest text, within reason.
std::size_t width_of(const Table& table, std::size_t column) {
  std::size_t width = base::code_points(table.columns[column]);
  for (const std::vector<Cell>& row : table.rows) {
    width = std::max(width, base::code_points(text_of(row[column])));
  }
  return std::clamp<std::size_t>(width + 2, 6, 60);
}

void append_widths(std::string& out, const Table& table) {
  if (table.columns.empty()) return;
  out += "<cols>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    out += text({"<col min=\"", number, "\" max=\"", number, "\" width=\"",
                 std::to_string(width_of(table, i)), "\" customWidth=\"1\"/>"});
  }
  out += "</cols>";
}

std::string sheet_xml(const Table& table) {
  std::string out =
      text({kXml, "<worksheet xmlns=\"", kMain, "\"><sheetViews><sheetView workbookViewId=\"0\">",
            "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
            "</sheetView></sheetViews>"});
  append_widths(out, table);
  out += "<sheetData><row r=\"1\">";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    append_text_cell(out, column_name(i) + "1", table.columns[i], kNameStyle);
  }
  out += "</row>";
  for (std::size_t line = 0; line < table.rows.size(); ++line) {
    const std::vector<Cell>& row = table.rows[line];
    CHECK(row.size() == table.columns.size());
    const std::string number = std::to_string(line + 2);
    out += text({"<row r=\"", number, "\">"});
    for (std::size_t i = 0; i < row.size(); ++i) append_cell(out, column_name(i) + number, row[i]);
    out += "</row>";
  }
  out += "</sheetData>";
  if (!table.columns.empty()) {
    out += text({"<autoFilter ref=\"A1:", column_name(table.columns.size() - 1),
                 std::to_string(table.rows.size() + 1), "\"/>"});
  }
  return out + "</worksheet>";
}

std::string reference(std::string_view id, std::string_view kind, std::string_view target) {
  return text({"<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", kind, "\" Target=\"", target, "\"/>"});
}

std::string references(const std::string& all) {
  return text({kXml, "<Relationships xmlns=\"", kPackage, "relationships\">", all, "</Relationships>"});
}

std::string type(std::string_view part, std::string_view kind) {
  return text({"<Override PartName=\"/xl/", part, ".xml\" ContentType=\"", kPart, kind, "+xml\"/>"});
}

}  // namespace

std::string write_xlsx(std::span<const Table> tables) {
  std::map<std::string, std::string> files;
  std::string types = type("workbook", ".sheet.main") + type("styles", ".styles");
  std::string refers = reference("styles", "styles", "styles.xml");
  std::string sheets;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string part = "worksheets/sheet" + number;
    files["xl/" + part + ".xml"] = sheet_xml(tables[i]);
    types += type(part, ".worksheet");
    refers += reference("sheet" + number, "worksheet", part + ".xml");
    sheets += "<sheet name=\"";
    sheets += base::escape_markup(sheet_name(tables[i].name));
    sheets += text({"\" sheetId=\"", number, "\" r:id=\"sheet", number, "\"/>"});
  }
  files["[Content_Types].xml"] =
      text({kXml, "<Types xmlns=\"", kPackage, "content-types\"><Default Extension=\"rels\" ContentType=\"",
            "application/vnd.openxmlformats-package.relationships+xml\"/>", types, "</Types>"});
  files["_rels/.rels"] = references(reference("workbook", "officeDocument", "xl/workbook.xml"));
  files["xl/_rels/workbook.xml.rels"] = references(refers);
  files["xl/styles.xml"] = text({kXml, "<styleSheet xmlns=\"", kMain, "\">", kStyles, "</styleSheet>"});
  files["xl/workbook.xml"] = text({kXml, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kOffice, "\"><sheets>",
                                   sheets, "</sheets></workbook>"});
  return write_zip(files);
}

}  // namespace temujanji::tables
