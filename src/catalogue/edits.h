#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalogue/sheets.h"

namespace temujanji::catalogue {

/// A row of a sheet as it was and as it is to be: added without the first, removed without the second.
struct RowEdit {
  std::string sheet;
  std::optional<SheetRow> before, after;
  bool operator==(const RowEdit&) const = default;
};
/// At most one edit for a row.
using Edits = std::vector<RowEdit>;

/// What tells the row from others of its sheet.
SheetRow key_of(const SheetForm& form, const SheetRow& row);
/// The row with that key, or null.
const SheetRow* find_row(const Sheets& sheets, const SheetForm& form, const SheetRow& key);

/// What must be edited to make `wanted` of a sheet's rows.
Edits compare_sheets(const SheetForm& form, const std::vector<SheetRow>& present,
                     const std::vector<SheetRow>& wanted);

/// The edits, and after them more: those of the same row become one, and none is left where the row is as it
/// was. `before` of each is the row as the edits before leave it.
Edits and_then(Edits edits, Edits more);

/// What takes the edits back.
Edits inverse(const Edits& edits);

/// Edits of rows that are no longer as they were before the edit.
struct Conflict {
  RowEdit edit;
  /// The row as it is now, if it is there.
  std::optional<SheetRow> now;
};
struct Edited {
  Sheets sheets;
  std::vector<Conflict> conflicts;
};
/// The sheets with the edits done, but for those in conflict. A row that is already as it is to be is none.
Edited apply_edits(Sheets sheets, const Edits& edits);

/// As text to be kept, and back; nothing for what was not written so, or of sheets and columns that are no
/// longer known.
std::string to_text(const Edits& edits);
std::optional<Edits> parse_edits(std::string_view text);

}  // namespace temujanji::catalogue
