#include "features/staff/manage_catalogue/fields.h"

#include <algorithm>

#include "base/text.h"
#include "features/staff/manage_catalogue/cells.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::Column;
using catalogue::ColumnKind;
using catalogue::SheetForm;
using catalogue::SheetRow;
using catalogue::Sheets;

/// No text of a sheet has it.
constexpr char kFieldEnds = '\x1f';

bool is_code(const std::string& text) {
  return text.size() <= 32 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool is_whole(const Column& column, const std::string& text) {
  const auto number = base::parse_number<int>(text);
  return number && *number >= column.least && *number <= column.most;
}

/// The code of the mistake, or empty.
std::string_view mistake_in(const Column& column, const std::string& value) {
  if (value.empty()) return column.empty == Column::Empty::allowed ? "" : "required";
  switch (column.kind) {
    case ColumnKind::code:
      return is_code(value) ? "" : "code_format";
    case ColumnKind::whole:
      return is_whole(column, value) ? "" : "whole_range";
    case ColumnKind::date:
      return domain::parse_date(value) ? "" : "date";
    case ColumnKind::time:
      return is_time(value) ? "" : "time";
    case ColumnKind::text:
    case ColumnKind::paragraphs:
    case ColumnKind::yes_no:
    case ColumnKind::weekdays:
    case ColumnKind::choice:
    case ColumnKind::reference:
    case ColumnKind::states:
      return "";
  }
  return "";
}

std::string joined(const std::vector<std::string_view>& values, char separator) {
  std::string text;
  for (const std::string_view value : values) {
    if (!text.empty()) text += separator;
    text += value;
  }
  return text;
}

/// The section of row.html that the column's field stands in.
std::string_view section_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::code:
    case ColumnKind::text:
      return "LINE";
    case ColumnKind::paragraphs:
      return "LINES";
    case ColumnKind::whole:
      return "NUMBER";
    case ColumnKind::date:
      return "DATE";
    case ColumnKind::time:
      return "TIME";
    case ColumnKind::yes_no:
    case ColumnKind::choice:
    case ColumnKind::reference:
      return "CHOOSE";
    case ColumnKind::weekdays:
    case ColumnKind::states:
      return "TICK";
  }
  return "LINE";
}

std::vector<Choice> ticks_of(const App& app, const web::Request& request, const Sheets& sheets,
                             const Column& column) {
  std::vector<Choice> ticks;
  if (column.kind == ColumnKind::weekdays) {
    for (const char* day : {"1", "2", "3", "4", "5", "6", "7"}) {
      ticks.push_back({day, std::string(say(app, request, "date.weekday." + std::string(day)))});
    }
    return ticks;
  }
  ticks.push_back({"ALL", std::string(say(app, request, "choice.all_states"))});
  for (Choice& state : choices_of(app, request, sheets, {"state", ColumnKind::reference, "states"})) {
    ticks.push_back(std::move(state));
  }
  return ticks;
}

void add_choices(const std::vector<Choice>& choices, const std::vector<std::string_view>& chosen,
                 web::Values& values) {
  for (const Choice& choice : choices) {
    web::Values one = values.add("CHOICE");
    one.set("VALUE", choice.value).set("TEXT", choice.name);
    one.show_if(std::ranges::find(chosen, choice.value) != chosen.end(), "CHOSEN");
  }
}

/// A value that is none of the choices is offered too, lest it be lost.
std::vector<Choice> with_present(std::vector<Choice> choices, const std::string& value) {
  if (std::ranges::find(choices, value, &Choice::value) == choices.end())
    choices.insert(choices.begin(), {value, value});
  return choices;
}

void add_input(const App& app, const web::Request& request, const Sheets& sheets, const Column& column,
               const std::string& value, bool has_hint, bool has_fault, web::Values& field) {
  const std::string name(column.name);
  web::Values labelled = field.add("LABELLED");
  web::Values input = labelled.add(section_of(column.kind));
  if (column.kind == ColumnKind::yes_no || column.kind == ColumnKind::choice ||
      column.kind == ColumnKind::reference) {
    add_choices(with_present(choices_of(app, request, sheets, column), value), {value}, input);
  }
  for (const char* language : {"ms", "en"}) {
    if (!name.ends_with("_" + std::string(language))) continue;
    labelled.show("HALF");
    input.add("LANGUAGE").set("CODE", language);
  }
  std::string described = has_hint ? name + "-hint" : "";
  if (has_fault) described += (described.empty() ? "" : " ") + name + "-error";
  if (!described.empty()) input.add("DESCRIBED").set("IDS", described);
}

/// The word for what is wrong.
std::string fault_of(const App& app, const web::Request& request, const Column& column,
                     std::string_view code) {
  std::string text(say(app, request, "error." + std::string(code)));
  if (code == "whole_range") {
    text += " " + std::to_string(column.least) + "–" + std::to_string(column.most);
  }
  return text;
}

void add_field(const App& app, const web::Request& request, const Sheets& sheets, const SheetForm& form,
               std::size_t place, const Filled& filled, web::Values& values) {
  const Column& column = form.columns[place];
  const std::string name(column.name);
  const std::string& value = filled.typed[place];
  web::Values field = values.add("FIELD");
  field.set("NAME", name).set("LABEL", label_of(app, request, column)).set("VALUE", value);
  const std::string hint = "column_hint." + name;
  const bool has_hint = app.words.has(request.language, hint);
  if (has_hint) field.add("HINT").set("TEXT", say(app, request, hint));
  const auto mistake = filled.mistakes.find(column.name);
  const bool has_fault = mistake != filled.mistakes.end();
  if (has_fault) {
    const std::string text = fault_of(app, request, column, mistake->second);
    field.add("FAULT").set("ERROR_TEXT", text);
    add_error(values, name, label_of(app, request, column) + ": " + text);
  }
  if (filled.now && (*filled.now)[place] != value) {
    field.add("NOW").set("TEXT", shown(app, request, sheets, column, (*filled.now)[place]));
  }
  if (section_of(column.kind) != "TICK") {
    return add_input(app, request, sheets, column, value, has_hint, has_fault, field);
  }
  const char separator = column.kind == ColumnKind::weekdays ? '+' : ' ';
  web::Values tick = field.add("TICK");
  add_choices(ticks_of(app, request, sheets, column), base::split(value, separator), tick);
}

}  // namespace

std::string as_time(std::string text) {
  std::ranges::replace(text, '.', ':');
  if (text.size() == 4 && text[1] == ':') text.insert(text.begin(), '0');
  return text;
}

bool is_time(const std::string& text) {
  if (text.size() != 5 || text[2] != ':') return false;
  const auto hour = base::parse_number<int>(std::string_view(text).substr(0, 2));
  const auto minute = base::parse_number<int>(std::string_view(text).substr(3));
  return hour && minute && *hour >= 0 && *minute >= 0 && *minute < 60 && *hour * 60 + *minute <= 1440;
}

Mistakes check_copy(const web::Form& form) {
  Mistakes mistakes;
  const auto from = domain::parse_date(form.value("from")), to = domain::parse_date(form.value("to"));
  if (!from) mistakes["from"] = "date";
  if (!to) mistakes["to"] = "date";
  if (from && to && *to < *from) mistakes["to"] = "period_backwards";
  const std::string closes = as_time(std::string(form.value("closes")));
  if (!closes.empty() && !is_time(closes)) mistakes["closes"] = "time";
  return mistakes;
}

std::string to_token(const SheetRow& row) {
  std::string fields;
  for (const std::string& field : row) fields += field + kFieldEnds;
  return base::to_base64url(fields);
}

std::optional<SheetRow> parse_token(std::string_view token, const SheetForm& sheet) {
  const auto fields = base::from_base64url(token);
  if (!fields || fields->empty() || !fields->ends_with(kFieldEnds)) return std::nullopt;
  SheetRow row;
  for (const std::string_view field :
       base::split(std::string_view(*fields).substr(0, fields->size() - 1), kFieldEnds)) {
    row.emplace_back(field);
  }
  if (row.size() != sheet.columns.size()) return std::nullopt;
  return row;
}

SheetRow typed_in(const web::Form& form, const SheetForm& sheet) {
  SheetRow row;
  for (const Column& column : sheet.columns) {
    if (column.kind == ColumnKind::weekdays) {
      row.push_back(joined(form.values(column.name), '+'));
    } else if (column.kind == ColumnKind::states) {
      const auto states = form.values(column.name);
      const bool all = std::ranges::find(states, "ALL") != states.end();
      row.push_back(all ? "ALL" : joined(states, ' '));
    } else if (column.kind == ColumnKind::time) {
      row.push_back(as_time(std::string(form.value(column.name))));
    } else {
      row.emplace_back(form.value(column.name));
    }
  }
  return row;
}

Mistakes check_fields(const SheetForm& sheet, const SheetRow& row) {
  Mistakes mistakes;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Column& column = sheet.columns[i];
    if (const auto code = mistake_in(column, row[i]); !code.empty()) mistakes.emplace(column.name, code);
  }
  return mistakes;
}

void add_fields(const App& app, const web::Request& request, const Sheets& sheets, const SheetForm& form,
                const Filled& filled, web::Values& values) {
  for (std::size_t i = 0; i < form.columns.size(); ++i) {
    add_field(app, request, sheets, form, i, filled, values);
  }
}

}  // namespace temujanji::features::manage_catalogue
