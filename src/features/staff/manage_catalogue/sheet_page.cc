#include <algorithm>
#include <set>

#include "base/text.h"
#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/cells.h"
#include "features/staff/manage_catalogue/fields.h"
#include "features/staff/manage_catalogue/routes.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::Column;
using catalogue::ColumnKind;
using catalogue::SheetForm;
using catalogue::SheetRow;

constexpr std::size_t kRowsMax = 200;

/// What is looked for in a sheet.
struct Asked {
  std::string group;
  std::string words;
};

Asked asked_in(const web::Request& request) {
  const auto query = web::Form::parse(request.query);
  if (!query) return {};
  return {std::string(query->value("group")), std::string(query->value("q"))};
}

/// A date's group is its year.
std::string group_of(const SheetForm& form, const SheetRow& row) {
  const Column& column = form.columns[form.column(form.group)];
  const std::string& value = row[form.column(form.group)];
  return column.kind == ColumnKind::date ? value.substr(0, 4) : value;
}

bool holds_words(const SheetRow& row, const std::string& words) {
  const std::string wanted = base::to_lower(words);
  return std::ranges::any_of(
      row, [&](const std::string& field) { return base::to_lower(field).find(wanted) != std::string::npos; });
}

bool is_asked_for(const SheetForm& form, const SheetRow& row, const Asked& asked) {
  if (!asked.group.empty() && !form.group.empty() && group_of(form, row) != asked.group) return false;
  return asked.words.empty() || holds_words(row, asked.words);
}

std::string row_url(const web::Request& request, const SheetForm& form, const SheetRow& row) {
  const SheetRow key = catalogue::key_of(form, row);
  std::string url = catalogue_path(request, "/" + std::string(form.name) + "/row");
  char mark = '?';
  for (const std::string& value : key) {
    url += mark;
    url += "key=" + web::encode_part(value);
    mark = '&';
  }
  return url;
}

bool is_changed(const Bench& bench, const SheetForm& form, const SheetRow& row) {
  return std::ranges::any_of(bench.edits, [&](const catalogue::RowEdit& edit) {
    return edit.sheet == form.name && edit.after && *edit.after == row;
  });
}

bool is_estimated(const SheetForm& form, const SheetRow& row) {
  return form.name == "holidays" && row[form.column("estimated")] == "yes";
}

void add_groups(const App& app, const web::Request& request, const Bench& bench, const SheetForm& form,
                const Asked& asked, web::Values& values) {
  if (form.group.empty()) return;
  const Column& column = form.columns[form.column(form.group)];
  web::Values grouped = values.add("GROUPED");
  const bool by_year = column.kind == ColumnKind::date;
  grouped.set("GROUP_LABEL",
              by_year ? std::string(say(app, request, "catalogue.year")) : label_of(app, request, column));
  std::set<std::pair<std::string, std::string>> choices;
  for (const SheetRow& row : bench.rows(form)) {
    const std::string value = group_of(form, row);
    if (value.empty()) continue;
    choices.emplace(by_year ? value : shown(app, request, bench.edited.sheets, column, value), value);
  }
  for (const auto& [name, value] : choices) {
    web::Values choice = grouped.add("GROUP_CHOICE");
    choice.set("VALUE", value).set("NAME", name).show_if(value == asked.group, "CHOSEN");
  }
}

void add_row(const App& app, const web::Request& request, const Bench& bench, const SheetForm& form,
             const std::vector<std::size_t>& columns, const SheetRow& row, web::Values& table) {
  web::Values line = table.add("ROW");
  line.set("URL", row_url(request, form, row));
  line.set("TITLE", title_of(app, request, bench.edited.sheets, form, row));
  for (const std::size_t column : columns) {
    line.add("CELL").set("TEXT", shown(app, request, bench.edited.sheets, form.columns[column], row[column]));
  }
  line.show_if(is_changed(bench, form, row), "CHANGED");
  if (!is_estimated(form, row) || !bench.can_change) return;
  line.add("CONFIRM").set("WAS", to_token(row));
}

void add_rows(const App& app, const web::Request& request, const Bench& bench, const SheetForm& form,
              const Asked& asked, web::Values& values) {
  const std::vector<std::size_t> columns = listed_columns(form, request.language);
  std::size_t count = 0;
  web::Values table = values.add("TABLE");
  for (const std::size_t column : columns) {
    table.add("HEAD").set("LABEL", label_of(app, request, form.columns[column]));
  }
  for (const SheetRow& row : bench.rows(form)) {
    if (!is_asked_for(form, row, asked) || ++count > kRowsMax) continue;
    add_row(app, request, bench, form, columns, row, table);
  }
  values.set("COUNT", count).show_if(count == 0, "NONE");
  if (count > kRowsMax) values.add("MORE").set("COUNT_MORE", count - kRowsMax);
}

void add_copy(const App& app, const web::Request& request, const Bench& bench, const SheetForm& form,
              web::Values& values) {
  if (form.name != "hours_profiles" || !bench.can_change) return;
  web::Values copy = values.add("COPY");
  const auto query = web::Form::parse(request.query);
  if (query && query->value("wrong") == "copy") {
    const Mistakes mistakes = check_copy(*query);
    values.show_if(!mistakes.empty(), "ERRORS");
    for (const std::string_view field : {"from", "to", "closes"}) {
      const auto mistake = mistakes.find(field);
      if (mistake == mistakes.end()) continue;
      const std::string text = field_error(app, request, field, mistake->second);
      add_error(values, "copy-" + std::string(field), text);
      copy.add(base::to_upper(field) + "_ERROR").set("ERROR_TEXT", text);
    }
  }
  const auto typed = [&](std::string_view name) { return query ? query->value(name) : std::string_view(); };
  copy.set("FROM", typed("from")).set("TO", typed("to")).set("CLOSES", typed("closes"));
  std::set<std::string> profiles;
  for (const SheetRow& row : bench.rows(form)) profiles.insert(row[form.column("profile")]);
  for (const std::string& profile : profiles) {
    copy.add("PROFILE").set("NAME", profile).show_if(profile == typed("profile"), "CHOSEN");
  }
}

}  // namespace

base::Task<web::Response> overview(App& app, const web::Request& request, const Visit& visit) {
  auto reading = bench_of(app, request, visit);
  const Bench bench = co_await reading;
  web::Values values;
  const auto query = web::Form::parse(request.query);
  values.show_if(query && query->value("done") == "same", "SAME");
  add_open(request, bench, values);
  for (const SheetForm* form : own_sheets()) {
    const std::string name(form->name);
    web::Values card = values.add("SHEET");
    card.set("NAME", say(app, request, "sheet." + name));
    card.set("TEXT", say(app, request, "sheet_text." + name));
    card.set("COUNT", bench.rows(*form).size()).set("URL", catalogue_path(request, "/" + name));
    const auto estimated =
        std::ranges::count_if(bench.rows(*form), [&](const auto& row) { return is_estimated(*form, row); });
    if (estimated > 0) card.add("WAITING").set("ESTIMATED", estimated);
  }
  co_return show_staff_page(app, request, visit, "features/staff/manage_catalogue/overview.html",
                            "catalogue.title", values);
}

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  const SheetForm* form = find_own_sheet(request.path_values.front());
  if (form == nullptr) co_return status_page(app, request, 404);
  auto reading = bench_of(app, request, visit);
  const Bench bench = co_await reading;
  const Asked asked = asked_in(request);
  const std::string name(form->name);
  web::Values values;
  add_open(request, bench, values);
  values.set_everywhere("SHEET_NAME", say(app, request, "sheet." + name));
  values.set("SHEET_TEXT", say(app, request, "sheet_text." + name));
  values.set_everywhere("SHEET_URL", catalogue_path(request, "/" + name));
  values.set("QUERY", asked.words);
  add_groups(app, request, bench, *form, asked, values);
  add_rows(app, request, bench, *form, asked, values);
  add_copy(app, request, bench, *form, values);
  co_return show_staff_page(app, request, visit, "features/staff/manage_catalogue/sheet.html",
                            "sheet." + name, values);
}

}  // namespace temujanji::features::manage_catalogue
