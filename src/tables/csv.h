#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tables/table.h"

namespace temujanji::tables {

/// Reads RFC 4180: fields separated by commas, quoted where they hold commas, quotes (doubled) or line ends;
/// lines end with LF or CRLF; a byte-order mark in front and empty lines are passed over, and so is the
/// apostrophe that write_csv puts before what a spreadsheet would take for a formula. Refused are: more
/// than the bounds of table.h, text that is not UTF-8 or has control characters, a quote inside a plain
/// field, anything between a closing quote and the next comma, a quote that is never closed. Of several
/// problems the first.
base::Result<std::vector<Record>, Problem> read_csv(std::string_view text);

/// Who is to read it: programs and people with an editor, or a spreadsheet, which takes the text for UTF-8
/// only after a byte-order mark.
enum class CsvFor { editor, spreadsheet };

/// One header line and a line for each row, in UTF-8, ended by LF. Text that a spreadsheet would take for a
/// formula, whoever typed it, gets an apostrophe in front. read_csv gives back what was written.
std::string write_csv(const Table& table, CsvFor reader);

}  // namespace temujanji::tables
