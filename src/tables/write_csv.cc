#include "base/check.h"
#include "tables/csv.h"
#include "tables/formula.h"
#include "tables/text_of.h"

namespace temujanji::tables {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void append_field(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\n\r") == text.npos && !text.starts_with(kByteOrderMark)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_text(std::string& out, const std::string& text) {
  append_field(out, looks_like_formula(text) ? "'" + text : text);
}

void append_cell(std::string& out, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return append_text(out, *text);
  out += text_of(cell);
}

template <class Cells, class Append>
void append_line(std::string& out, const Cells& cells, Append append) {
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append(out, cells[i]);
  }
  // An empty line would be passed over.
  if (out.size() == begin) out += "\"\"";
  out += '\n';
}

}  // namespace

std::string write_csv(const Table& table, CsvFor reader) {
  std::string out(reader == CsvFor::spreadsheet ? kByteOrderMark : "");
  append_line(out, table.columns, append_text);
  for (const std::vector<Cell>& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    append_line(out, row, append_cell);
  }
  return out;
}

}  // namespace temujanji::tables
