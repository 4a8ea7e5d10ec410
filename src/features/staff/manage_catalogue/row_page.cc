#include <algorithm>

#include "base/text.h"
#include "catalogue/check.h"
#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/cells.h"
#include "features/staff/manage_catalogue/fields.h"
#include "features/staff/manage_catalogue/problem_words.h"
#include "features/staff/manage_catalogue/routes.h"
#include "web/form.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::Column;
using catalogue::ColumnKind;
using catalogue::SheetForm;
using catalogue::SheetRow;

/// A row as it is shown to be edited.
struct ShownRow {
  /// The row as it was when the form was made; nothing for a new one.
  std::optional<SheetRow> was;
  SheetRow typed;
  Mistakes mistakes = {};
  /// Of the row as a whole.
  std::vector<std::string> problems = {};
  /// The row as somebody else left it meanwhile; or they removed it, and it would be a new one.
  std::optional<SheetRow> now = {};
  bool is_gone = false;
};

web::Response page(const App& app, const web::Request& request, const Visit& visit, const Bench& bench,
                   const SheetForm& form, const ShownRow& shown) {
  const std::string name(form.name);
  web::Values values;
  add_open(request, bench, values);
  values.set("SHEET_NAME", say(app, request, "sheet." + name));
  values.set_everywhere("SHEET_URL", catalogue_path(request, "/" + name));
  values.set("TITLE", shown.was ? title_of(app, request, bench.edited.sheets, form, *shown.was)
                                : std::string(say(app, request, "catalogue.new_row")));
  values.show(shown.was ? "IS_THERE" : "IS_NEW")
      .show_if(shown.now.has_value(), "OUTDATED")
      .show_if(shown.is_gone, "GONE");
  const SheetRow& was = shown.now ? *shown.now : shown.was ? *shown.was : SheetRow();
  values.set("WAS", to_token(was));
  if (!shown.mistakes.empty() || !shown.problems.empty()) values.show("ERRORS");
  for (const std::string& problem : shown.problems) {
    add_error(values, std::string(form.columns.front().name), problem_text(app, request, problem));
  }
  add_fields(app, request, bench.edited.sheets, form, {shown.typed, shown.mistakes, shown.now}, values);
  const int status = !shown.mistakes.empty() || !shown.problems.empty() ? 422
                     : shown.now || shown.is_gone                       ? 409
                                                                        : 200;
  return show_staff_page(app, request, visit, "features/staff/manage_catalogue/row.html", "sheet." + name,
                         values, status);
}

/// A new row has what is usual.
SheetRow fresh_row(const SheetForm& form, const web::Request& request) {
  SheetRow row(form.columns.size());
  const auto query = web::Form::parse(request.query);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Column& column = form.columns[i];
    if (query) row[i] = query->value(column.name);
    if (row[i].empty() && column.kind == ColumnKind::whole) row[i] = std::to_string(column.least);
  }
  return row;
}

/// All rows of an office's pool tell its counters, so they change together.
catalogue::Edits edits_for(const Bench& bench, const SheetForm& form, const catalogue::RowEdit& edit) {
  catalogue::Edits edits{edit};
  if (form.name != "office_services" || !edit.after) return edits;
  const std::size_t office = form.column("office"), pool = form.column("pool"),
                    counters = form.column("counters");
  const SheetRow& after = *edit.after;
  for (const SheetRow& row : bench.rows(form)) {
    if (row[office] != after[office] || row[pool] != after[pool] || row[counters] == after[counters])
      continue;
    if (edit.before && row == *edit.before) continue;
    SheetRow changed = row;
    changed[counters] = after[counters];
    edits.push_back({edit.sheet, row, std::move(changed)});
  }
  return edits;
}

/// The line that a row has in the sheet's file.
int line_of(const std::vector<SheetRow>& rows, const SheetRow& row) {
  int line = 2;
  for (const SheetRow& one : rows) {
    if (one == row) return line;
    ++line;
    for (const std::string& field : one) line += static_cast<int>(std::ranges::count(field, '\n'));
  }
  return 0;
}

/// What the check of the whole catalogue finds wrong with the row.
void check_row(const catalogue::Sheets& sheets, const SheetForm& form, ShownRow& shown) {
  const auto draft = catalogue::check_catalogue(catalogue::to_files(sheets));
  if (draft) return;
  const int line = line_of(sheets.at(std::string(form.name)), shown.typed);
  for (const catalogue::Problem& problem : draft.refusal().kept()) {
    if (problem.file == form.file() && problem.line == line) shown.problems.push_back(problem.reason);
  }
}

/// Looks whether the row is still the one that the form was made from.
void compare_with_now(const Bench& bench, const SheetForm& form, ShownRow& shown) {
  if (!shown.was) return;
  const SheetRow* now = catalogue::find_row(bench.edited.sheets, form, catalogue::key_of(form, *shown.was));
  shown.is_gone = now == nullptr;
  if (shown.is_gone) {
    shown.was.reset();
  } else if (*now != *shown.was) {
    shown.now = *now;
  }
}

base::Task<web::Response> keep_edits(App& app, const web::Request& request, const Visit& visit,
                                     const Bench& bench, const SheetForm& form, catalogue::RowEdit edit) {
  auto keeping =
      keep(app, request, visit, bench, catalogue::and_then(bench.edits, edits_for(bench, form, edit)),
           catalogue_path(request, "/" + std::string(form.name)));
  co_return co_await keeping;
}

SheetRow confirmed(const SheetForm& form, SheetRow row) {
  row[form.column("estimated")] = "no";
  return row;
}

}  // namespace

base::Task<web::Response> show_row(App& app, const web::Request& request, const Visit& visit) {
  const SheetForm* form = find_own_sheet(request.path_values.front());
  if (form == nullptr) co_return status_page(app, request, 404);
  auto reading = bench_of(app, request, visit);
  const Bench bench = co_await reading;
  const auto query = web::Form::parse(request.query);
  if (!query || !query->has("key")) {
    const ShownRow fresh{std::nullopt, fresh_row(*form, request)};
    co_return page(app, request, visit, bench, *form, fresh);
  }
  const auto values = query->values("key");
  const SheetRow key(values.begin(), values.end());
  const SheetRow* row = catalogue::find_row(bench.edited.sheets, *form, key);
  if (row == nullptr) co_return status_page(app, request, 404);
  const ShownRow shown{*row, *row};
  co_return page(app, request, visit, bench, *form, shown);
}

base::Task<web::Response> edit_row(App& app, const web::Request& request, const Visit& visit) {
  const SheetForm* form = find_own_sheet(request.path_values.front());
  const auto sent = web::Form::parse(request.body);
  if (form == nullptr || !sent) co_return status_page(app, request, 404);
  auto reading = bench_of(app, request, visit);
  const Bench bench = co_await reading;
  ShownRow shown{parse_token(sent->value("was"), *form), {}};
  const std::string step(sent->value("step"));
  const bool confirms = step == "confirm" && form->name == "holidays" && shown.was;
  shown.typed = confirms ? confirmed(*form, *shown.was) : typed_in(*sent, *form);
  catalogue::RowEdit edit{std::string(form->name), shown.was, shown.typed};
  if (step == "remove") edit.after.reset();
  compare_with_now(bench, *form, shown);
  if (shown.is_gone && !edit.after) {
    co_return web::Response::see_other(catalogue_path(request, "/" + std::string(form->name)));
  }
  const bool is_outdated = shown.now || shown.is_gone;
  if (!is_outdated && edit.after) {
    shown.mistakes = check_fields(*form, shown.typed);
    const catalogue::Edited edited =
        catalogue::apply_edits(bench.edited.sheets, edits_for(bench, *form, edit));
    if (shown.mistakes.empty() && !edited.conflicts.empty()) {
      shown.problems.emplace_back(say(app, request, "catalogue.key_taken"));
    }
    if (shown.mistakes.empty() && shown.problems.empty()) check_row(edited.sheets, *form, shown);
  }
  if (is_outdated || !shown.mistakes.empty() || !shown.problems.empty()) {
    co_return page(app, request, visit, bench, *form, shown);
  }
  auto keeping = keep_edits(app, request, visit, bench, *form, std::move(edit));
  co_return co_await keeping;
}

}  // namespace temujanji::features::manage_catalogue
