#include "features/staff/manage_catalogue/cells.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::Column;
using catalogue::ColumnKind;
using catalogue::SheetForm;
using catalogue::SheetRow;
using catalogue::Sheets;

constexpr std::size_t kListedMax = 6;

/// The sheet and the column of it whose values a reference may have.
struct Target {
  const SheetForm* form;
  std::size_t column;
};

Target target_of(const Column& column) {
  const std::size_t colon = column.of.find(':');
  const SheetForm* form = catalogue::find_sheet_form(column.of.substr(0, colon));
  return {form, form->column(colon == column.of.npos ? "code" : column.of.substr(colon + 1))};
}

/// The row's name in the language, or nothing.
std::string name_in(base::Language language, const SheetForm& form, const SheetRow& row) {
  const std::string name = "name_" + std::string(to_text(language));
  const auto found = std::ranges::find(form.columns, name, &Column::name);
  return found == form.columns.end() ? "" : row[form.column(name)];
}

std::string choice_name(const App& app, const web::Request& request, const Column& column,
                        const std::string& value) {
  if (column.name == "weekday") return std::string(say(app, request, "date.weekday." + value));
  const std::string key = "choice." + std::string(column.name) + "." + value;
  return app.words.has(request.language, key) ? std::string(say(app, request, key)) : value;
}

std::string referred(const web::Request& request, const Sheets& sheets, const Column& column,
                     const std::string& value) {
  const Target target = target_of(column);
  for (const SheetRow& row : sheets.at(std::string(target.form->name))) {
    if (row[target.column] != value) continue;
    const std::string name = name_in(request.language, *target.form, row);
    return name.empty() ? value : name;
  }
  return value;
}

std::string weekday_names(const App& app, const web::Request& request, const std::string& value) {
  std::string names;
  for (const std::string_view day : base::split(value, '+')) {
    if (!names.empty()) names += ", ";
    names += say(app, request, "date.weekday." + std::string(day));
  }
  return names;
}

std::string state_names(const web::Request& request, const Sheets& sheets, const std::string& value) {
  std::string names;
  for (const std::string_view code : base::split(value, ' ')) {
    if (!names.empty()) names += ", ";
    names += referred(request, sheets, {"state", ColumnKind::reference, "states"}, std::string(code));
  }
  return names;
}

bool is_of_other_language(std::string_view column, base::Language language) {
  return column.ends_with(language == base::Language::ms ? "_en" : "_ms");
}

}  // namespace

std::string label_of(const App& app, const web::Request& request, const Column& column) {
  return std::string(say(app, request, "column." + std::string(column.name)));
}

std::string shown(const App& app, const web::Request& request, const Sheets& sheets, const Column& column,
                  const std::string& value) {
  if (value.empty()) return {};
  switch (column.kind) {
    case ColumnKind::choice:
      return choice_name(app, request, column, value);
    case ColumnKind::reference:
      return column.name == "office_kind" ? choice_name(app, request, {"kind"}, value)
                                          : referred(request, sheets, column, value);
    case ColumnKind::yes_no:
      return std::string(say(app, request, value == "yes" ? "choice.yes" : "choice.no"));
    case ColumnKind::date: {
      const auto on = domain::parse_date(value);
      return on ? app.words.short_date(request.language, *on) : value;
    }
    case ColumnKind::weekdays:
      return weekday_names(app, request, value);
    case ColumnKind::states:
      return value == "ALL" ? std::string(say(app, request, "choice.all_states"))
                            : state_names(request, sheets, value);
    case ColumnKind::code:
    case ColumnKind::text:
    case ColumnKind::paragraphs:
    case ColumnKind::whole:
    case ColumnKind::time:
      return value;
  }
  return value;
}

std::vector<Choice> choices_of(const App& app, const web::Request& request, const Sheets& sheets,
                               const Column& column) {
  std::vector<Choice> choices;
  if (column.empty == Column::Empty::allowed) {
    choices.push_back({"", std::string(say(app, request, "choice.none"))});
  }
  if (column.kind == ColumnKind::yes_no) {
    for (const char* value : {"yes", "no"})
      choices.push_back({value, shown(app, request, sheets, column, value)});
  } else if (column.kind == ColumnKind::choice) {
    for (const std::string_view value : base::split(column.of, ' ')) {
      choices.push_back({std::string(value), choice_name(app, request, column, std::string(value))});
    }
  } else {
    const Target target = target_of(column);
    std::set<std::string> seen;
    for (const SheetRow& row : sheets.at(std::string(target.form->name))) {
      const std::string& value = row[target.column];
      if (!seen.insert(value).second) continue;
      std::string name = shown(app, request, sheets, column, value);
      if (name != value) name.append(" (").append(value).append(")");
      choices.push_back({value, std::move(name)});
    }
  }
  return choices;
}

std::vector<std::size_t> listed_columns(const SheetForm& form, base::Language language) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < form.columns.size(); ++i) {
    const Column& column = form.columns[i];
    const bool is_flag = column.name == "active" || column.name == "active_to";
    if (is_of_other_language(column.name, language) || column.kind == ColumnKind::paragraphs) continue;
    if (column.name == "department" && form.columns.size() > kListedMax) continue;
    if (columns.size() < kListedMax || is_flag) columns.push_back(i);
  }
  return columns;
}

std::string title_of(const App& app, const web::Request& request, const Sheets& sheets, const SheetForm& form,
                     const SheetRow& row) {
  const std::string name = name_in(request.language, form, row);
  std::string title;
  for (const std::string_view key : form.keys) {
    const Column& column = form.columns[form.column(key)];
    if (!title.empty()) title += " · ";
    title += shown(app, request, sheets, column, row[form.column(key)]);
  }
  return name.empty() || form.keys.size() > 1 ? title : name + " (" + title + ")";
}

}  // namespace temujanji::features::manage_catalogue
