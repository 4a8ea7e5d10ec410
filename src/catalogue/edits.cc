#include "catalogue/edits.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/check.h"
#include "tables/csv.h"

namespace temujanji::catalogue {
namespace {

const SheetForm& form_of(const RowEdit& edit) {
  const SheetForm* form = find_sheet_form(edit.sheet);
  CHECK(form != nullptr);
  return *form;
}

/// The row that the edit is about.
SheetRow subject_of(const RowEdit& edit) {
  return key_of(form_of(edit), edit.before ? *edit.before : *edit.after);
}

/// A sheet while it is edited. Its rows are found by what tells them apart.
class Editing {
 public:
  Editing(const SheetForm& form, std::vector<SheetRow>& rows) : form_(form), rows_(rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) places_.emplace(key_of(form, rows[i]), i);
  }

  /// Does one edit. False: the row is not as it was.
  bool apply(const RowEdit& edit) {
    const SheetRow key = key_of(form_, edit.before ? *edit.before : *edit.after);
    const auto found = places_.find(key);
    if (found == places_.end()) {
      if (edit.before) return !edit.after;
      places_.emplace(key, rows_.size());
      rows_.push_back(*edit.after);
      return true;
    }
    const std::size_t place = found->second;
    if (edit.after && rows_[place] == *edit.after) return true;
    if (!edit.before || rows_[place] != *edit.before) return false;
    places_.erase(found);
    if (edit.after) {
      rows_[place] = *edit.after;
      places_.emplace(key_of(form_, *edit.after), place);
    } else {
      removed_.push_back(place);
    }
    return true;
  }

  std::optional<SheetRow> find(const SheetRow& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? std::nullopt : std::optional(rows_[found->second]);
  }

  /// Leaves out what was removed.
  void finish() {
    std::ranges::sort(removed_, std::greater());
    for (const std::size_t place : removed_) rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(place));
  }

 private:
  const SheetForm& form_;
  std::vector<SheetRow>& rows_;
  std::map<SheetRow, std::size_t> places_;
  std::vector<std::size_t> removed_;
};

constexpr std::string_view kBefore = "-";
constexpr std::string_view kAfter = "+";
constexpr std::size_t kFieldsBegin = 3;

void add_row(tables::Table& table, std::size_t number, std::string_view sheet, std::string_view part,
             const std::optional<SheetRow>& row) {
  if (!row) return;
  std::vector<tables::Cell> cells{std::to_string(number), std::string(sheet), std::string(part)};
  cells.insert(cells.end(), row->begin(), row->end());
  cells.resize(table.columns.size(), std::string());
  table.rows.push_back(std::move(cells));
}

}  // namespace

SheetRow key_of(const SheetForm& form, const SheetRow& row) {
  SheetRow key;
  for (const std::string_view name : form.keys) key.push_back(row[form.column(name)]);
  return key;
}

const SheetRow* find_row(const Sheets& sheets, const SheetForm& form, const SheetRow& key) {
  const auto& rows = sheets.at(std::string(form.name));
  const auto found =
      std::ranges::find_if(rows, [&](const SheetRow& row) { return key_of(form, row) == key; });
  return found == rows.end() ? nullptr : &*found;
}

Edits compare_sheets(const SheetForm& form, const std::vector<SheetRow>& present,
                     const std::vector<SheetRow>& wanted) {
  const std::string sheet(form.name);
  std::map<SheetRow, const SheetRow*> left;
  for (const SheetRow& row : present) left.emplace(key_of(form, row), &row);
  Edits edits;
  for (const SheetRow& row : wanted) {
    const auto found = left.find(key_of(form, row));
    if (found == left.end()) {
      edits.push_back({sheet, std::nullopt, row});
      continue;
    }
    if (*found->second != row) edits.push_back({sheet, *found->second, row});
    left.erase(found);
  }
  for (const auto& [key, row] : left) edits.push_back({sheet, *row, std::nullopt});
  return edits;
}

Edits and_then(Edits edits, Edits more) {
  using Place = std::pair<std::string, SheetRow>;
  const auto at = [](const RowEdit& edit, const SheetRow& row) {
    return Place(edit.sheet, key_of(form_of(edit), row));
  };
  // By what tells the row apart that an edit leaves, or the one that it removes.
  std::map<Place, std::size_t> left;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    left.insert_or_assign(at(edits[i], edits[i].after ? *edits[i].after : *edits[i].before), i);
  }
  for (RowEdit& edit : more) {
    const Place begins = at(edit, edit.before ? *edit.before : *edit.after);
    const Place ends = at(edit, edit.after ? *edit.after : *edit.before);
    std::size_t place = edits.size();
    if (const auto earlier = left.find(begins); earlier != left.end()) {
      place = earlier->second;
      left.erase(earlier);
      edits[place].after = std::move(edit.after);
    } else {
      edits.push_back(std::move(edit));
    }
    left.insert_or_assign(ends, place);
  }
  std::erase_if(edits, [](const RowEdit& edit) { return edit.before == edit.after; });
  return edits;
}

Edits inverse(const Edits& edits) {
  Edits back;
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    back.push_back({edit->sheet, edit->after, edit->before});
  }
  return back;
}

Edited apply_edits(Sheets sheets, const Edits& edits) {
  Edited edited{std::move(sheets), {}};
  std::map<std::string_view, Editing> open;
  for (const RowEdit& edit : edits) {
    const SheetForm& form = form_of(edit);
    Editing& editing = open.try_emplace(form.name, form, edited.sheets.at(edit.sheet)).first->second;
    if (!editing.apply(edit)) edited.conflicts.push_back({edit, editing.find(subject_of(edit))});
  }
  for (auto& [name, editing] : open) editing.finish();
  return edited;
}

std::string to_text(const Edits& edits) {
  tables::Table table{"edits", {"edit", "sheet", "part"}, {}};
  std::size_t columns = 0;
  for (const RowEdit& edit : edits) columns = std::max(columns, form_of(edit).columns.size());
  for (std::size_t i = 0; i < columns; ++i) table.columns.push_back(std::to_string(i));
  for (std::size_t i = 0; i < edits.size(); ++i) {
    add_row(table, i, edits[i].sheet, kBefore, edits[i].before);
    add_row(table, i, edits[i].sheet, kAfter, edits[i].after);
  }
  return tables::write_csv(table, tables::CsvFor::editor);
}

std::optional<Edits> parse_edits(std::string_view text) {
  const auto records = tables::read_csv(text);
  if (!records) return std::nullopt;
  Edits edits;
  std::string number;
  for (std::size_t i = 1; i < records->size(); ++i) {
    const SheetRow& fields = (*records)[i].fields;
    if (fields.size() < kFieldsBegin) return std::nullopt;
    const SheetForm* form = find_sheet_form(fields[1]);
    if (form == nullptr || fields.size() < kFieldsBegin + form->columns.size()) return std::nullopt;
    if (edits.empty() || fields[0] != number) edits.push_back({fields[1], std::nullopt, std::nullopt});
    number = fields[0];
    const auto begin = fields.begin() + kFieldsBegin;
    auto& row = fields[2] == kBefore ? edits.back().before : edits.back().after;
    row.emplace(begin, begin + static_cast<std::ptrdiff_t>(form->columns.size()));
  }
  return edits;
}

}  // namespace temujanji::catalogue
