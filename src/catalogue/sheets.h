#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalogue/files.h"
#include "storage/connection.h"
#include "tables/table.h"

namespace temujanji::catalogue {

/// What stands in a column of a sheet, for whoever types it.
enum class ColumnKind {
  code,        // of the row itself
  text,        // a line
  paragraphs,  // several
  whole,       // from `least` to `most`
  yes_no,
  date,
  time,
  weekdays,   // "6+7"
  choice,     // one of the words of `of`
  reference,  // the code of a row of the sheet `of`; with a colon "offices:kind", a value of that column
  states,     // codes of states separated by spaces, or ALL
};

struct Column {
  std::string_view name;
  ColumnKind kind = ColumnKind::text;
  std::string_view of = {};
  enum class Empty { refused, allowed } empty = Empty::refused;
  int least = 0;
  int most = 0;
};

/// One of the catalogue's CSV files: what its columns are and which of them tell a row from the others.
struct SheetForm {
  std::string_view name;  // "offices" of offices.csv
  std::vector<Column> columns;
  std::vector<std::string_view> keys;
  /// The column by which people look for rows; empty: there are few.
  std::string_view group = {};
  /// A column that files may have and the catalogue does not keep.
  std::string_view not_kept = {};

  std::string file() const { return std::string(name) + ".csv"; }
  /// The place of a column that is there.
  std::size_t column(std::string_view wanted) const;
};

/// All sheets, in the order in which they refer to each other.
const std::vector<SheetForm>& sheet_forms();
/// Null if there is no such sheet.
const SheetForm* find_sheet_form(std::string_view name);

using SheetRow = std::vector<std::string>;
/// The rows of every sheet by its name, each with as many fields as the form has columns.
using Sheets = std::map<std::string, std::vector<SheetRow>, std::less<>>;

/// What the catalogue tables hold, as an import of the files would bring it about again: offerings one by
/// one, holidays with all states of a day, without what was closed or announced on the site.
Sheets read_sheets(storage::Connection& connection);

/// A sheet as a table that can be written.
tables::Table to_table(const SheetForm& form, const std::vector<SheetRow>& rows);
/// All of them as CSV files, for an import.
CatalogueFiles to_files(const Sheets& sheets);

/// The rows of files that may have other columns too. Refused is what cannot be read as a table with the
/// sheet's columns; what stands in them is not looked at.
base::Result<std::vector<SheetRow>, Problems> parse_sheet(const SheetForm& form,
                                                          const std::vector<tables::Record>& records);

}  // namespace temujanji::catalogue
