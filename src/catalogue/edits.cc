#include "catalogue/edits.h"

#include <algorithm>

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

auto find_key(const SheetForm& form, auto& rows, const SheetRow& key) {
  return std::ranges::find_if(rows, [&](const SheetRow& row) { return key_of(form, row) == key; });
}

/// Does one edit. False: the row is not as it was.
bool apply(std::vector<SheetRow>& rows, const SheetForm& form, const RowEdit& edit) {
  if (!edit.before) {
    const auto found = find_key(form, rows, key_of(form, *edit.after));
    if (found != rows.end()) return *found == *edit.after;
    rows.push_back(*edit.after);
    return true;
  }
  const auto found = find_key(form, rows, key_of(form, *edit.before));
  if (found == rows.end()) return !edit.after;
  if (edit.after && *found == *edit.after) return true;
  if (*found != *edit.before) return false;
  if (edit.after) {
    *found = *edit.after;
  } else {
    rows.erase(found);
  }
  return true;
}

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
  const auto found = find_key(form, rows, key);
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

Edits and_then(Edits edits, RowEdit edit) {
  const auto same = std::ranges::find_if(edits, [&](const RowEdit& one) {
    return one.sheet == edit.sheet && one.after && edit.before && *one.after == *edit.before;
  });
  if (same == edits.end()) {
    if (edit.before != edit.after) edits.push_back(std::move(edit));
    return edits;
  }
  same->after = std::move(edit.after);
  if (same->before == same->after) edits.erase(same);
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
  for (const RowEdit& edit : edits) {
    const SheetForm& form = form_of(edit);
    if (apply(edited.sheets.at(edit.sheet), form, edit)) continue;
    const SheetRow* now = find_row(edited.sheets, form, subject_of(edit));
    edited.conflicts.push_back({edit, now == nullptr ? std::nullopt : std::optional(*now)});
  }
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
