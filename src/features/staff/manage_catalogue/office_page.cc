#include <algorithm>
#include <set>

#include "base/text.h"
#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/cells.h"
#include "features/staff/manage_catalogue/routes.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::SheetForm;
using catalogue::SheetRow;
using catalogue::Sheets;

/// What an office is concerned by, of the sheets.
class OfOffice {
 public:
  OfOffice(const Sheets& sheets, const SheetRow& row, std::string today) : today_(std::move(today)) {
    const SheetForm& form = *catalogue::find_sheet_form("offices");
    code_ = row[form.column("code")];
    kind_ = row[form.column("kind")];
    state_ = row[form.column("state")];
    profile_ = row[form.column("hours_profile")];
    const SheetForm& services = *catalogue::find_sheet_form("office_services");
    for (const SheetRow& service : sheets.at("office_services")) {
      if (service[services.column("office")] == code_) pools_.insert(service[services.column("pool")]);
    }
  }

  bool holds(const SheetForm& form, const SheetRow& row) const {
    const auto field = [&](std::string_view column) { return row[form.column(column)]; };
    if (form.name == "offices") return field("code") == code_;
    if (form.name == "office_services") return field("office") == code_;
    if (form.name == "hours_profiles") return field("profile") == profile_;
    if (form.name == "seat_rules") return field("office_kind") == kind_ && pools_.contains(field("pool"));
    if (form.name == "weekend_rules") return field("state") == state_;
    return field("date") >= today_ && is_here(field("states"));
  }

 private:
  bool is_here(const std::string& states) const {
    if (state_.empty()) return false;
    const auto codes = base::split(states, ' ');
    return states == "ALL" || std::ranges::find(codes, state_) != codes.end();
  }

  std::string code_, today_, kind_, state_, profile_;
  std::set<std::string> pools_;
};

void add_sheet(const App& app, const web::Request& request, const Sheets& sheets, const SheetForm& form,
               const OfOffice& office, web::Values& values) {
  const std::string name(form.name);
  const std::vector<std::size_t> columns = listed_columns(form, request.language);
  web::Values sheet = values.add("SHEET");
  sheet.set("NAME", say(app, request, "sheet." + name));
  for (const std::size_t column : columns) {
    sheet.add("HEAD").set("LABEL", label_of(app, request, form.columns[column]));
  }
  bool none = true;
  for (const SheetRow& row : sheets.at(name)) {
    if (!office.holds(form, row)) continue;
    none = false;
    web::Values line = sheet.add("ROW");
    for (const std::size_t column : columns) {
      line.add("CELL").set("TEXT", shown(app, request, sheets, form.columns[column], row[column]));
    }
  }
  sheet.show_if(none, "NO_ROWS");
}

}  // namespace

base::Task<web::Response> show_office(App& app, const web::Request& request, const Visit& visit) {
  auto read = [](storage::Connection& connection) { return catalogue::read_sheets(connection); };
  const Sheets sheets = co_await app.readers.read(*request.executor, read);
  const SheetRow* row =
      catalogue::find_row(sheets, *catalogue::find_sheet_form("offices"), {visit.office->code});
  // Removed a moment ago.
  if (row == nullptr) co_return status_page(app, request, 404);
  const OfOffice office(sheets, *row, domain::to_iso(visit.office->zone.date_at(app.clock.now())));
  web::Values values;
  for (const char* name :
       {"offices", "hours_profiles", "office_services", "seat_rules", "weekend_rules", "holidays"}) {
    add_sheet(app, request, sheets, *catalogue::find_sheet_form(name), office, values);
  }
  co_return show_staff_page(app, request, visit, "features/staff/manage_catalogue/office.html",
                            "catalogue.of_office", values);
}

}  // namespace temujanji::features::manage_catalogue
