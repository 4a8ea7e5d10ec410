#include <algorithm>
#include <iterator>
#include <set>

#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/fields.h"
#include "features/staff/manage_catalogue/routes.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::SheetForm;
using catalogue::SheetRow;

/// More than any of the fields takes.
constexpr std::size_t kTypedMax = 40;

const SheetForm& hours_form() {
  return *catalogue::find_sheet_form("hours_profiles");
}

bool is_new(const Bench& bench, const SheetRow& row) {
  return std::ranges::any_of(bench.edits, [&](const catalogue::RowEdit& edit) {
    return edit.sheet == hours_form().name && !edit.before && edit.after == row;
  });
}

/// The rows of a profile that hold on a date: those that began last. What is not saved yet does not count, so
/// that a copy that is made again, with other hours, comes from the same timetable.
std::vector<SheetRow> rows_on(const Bench& bench, const std::string& profile, const std::string& on) {
  const SheetForm& form = hours_form();
  const std::size_t from = form.column("valid_from"), to = form.column("valid_to");
  std::vector<SheetRow> held;
  for (const SheetRow& row : bench.rows(form)) {
    if (row[form.column("profile")] != profile || row[from] > on || is_new(bench, row)) continue;
    if (!row[to].empty() && row[to] < on) continue;
    if (!held.empty() && row[from] < held.front()[from]) continue;
    if (!held.empty() && row[from] > held.front()[from]) held.clear();
    held.push_back(row);
  }
  return held;
}

/// The rows of a profile that begin on a date, which a copy replaces.
std::vector<SheetRow> rows_from(const Bench& bench, const std::string& profile, const std::string& on) {
  const SheetForm& form = hours_form();
  std::vector<SheetRow> found;
  std::ranges::copy_if(bench.rows(form), std::back_inserter(found), [&](const SheetRow& row) {
    return row[form.column("profile")] == profile && row[form.column("valid_from")] == on;
  });
  return found;
}

/// The same timetable for some time, with the counters shut at `closes` at the latest.
std::vector<SheetRow> shortened(std::vector<SheetRow> rows, const std::string& from, const std::string& to,
                                const std::string& closes) {
  const SheetForm& form = hours_form();
  std::vector<SheetRow> wanted;
  for (SheetRow& row : rows) {
    if (!closes.empty() && row[form.column("opens")] >= closes) continue;
    if (!closes.empty()) row[form.column("closes")] = std::min(row[form.column("closes")], closes);
    row[form.column("valid_from")] = from;
    row[form.column("valid_to")] = to;
    wanted.push_back(std::move(row));
  }
  return wanted;
}

/// The form again, with what was typed into it.
std::string as_typed(const web::Form& form) {
  std::string query = "?wrong=copy";
  for (const std::string_view name : {"profile", "from", "to", "closes"}) {
    query += "&" + std::string(name) + "=" + web::encode_part(form.value(name).substr(0, kTypedMax));
  }
  return query;
}

}  // namespace

base::Task<web::Response> copy_hours(App& app, const web::Request& request, const Visit& visit) {
  const std::string back = catalogue_path(request, "/hours_profiles");
  const web::Form form = web::Form::parse(request.body).value_or(web::Form());
  if (!check_copy(form).empty()) co_return web::Response::see_other(back + as_typed(form));
  const std::string from(form.value("from")), to(form.value("to"));
  const std::string closes = as_time(std::string(form.value("closes")));
  auto reading = bench_of(app, request, visit);
  const Bench bench = co_await reading;
  std::set<std::string> profiles;
  const std::string chosen(form.value("profile"));
  for (const SheetRow& row : bench.rows(hours_form())) {
    const std::string& profile = row[hours_form().column("profile")];
    if (chosen.empty() || profile == chosen) profiles.insert(profile);
  }
  catalogue::Edits copied;
  for (const std::string& profile : profiles) {
    const auto wanted = shortened(rows_on(bench, profile, from), from, to, closes);
    std::ranges::move(catalogue::compare_sheets(hours_form(), rows_from(bench, profile, from), wanted),
                      std::back_inserter(copied));
  }
  catalogue::Edits edits = catalogue::and_then(bench.edits, std::move(copied));
  if (edits == bench.edits) co_return web::Response::see_other(back);
  auto keeping = keep(app, request, visit, bench, std::move(edits));
  co_return co_await keeping;
}

}  // namespace temujanji::features::manage_catalogue
