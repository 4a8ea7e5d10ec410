#include "features/staff/see_reports/routes.h"

#include <algorithm>

#include "features/staff/see_reports/files.h"
#include "features/today.h"
#include "tables/csv.h"
#include "tables/xlsx.h"

namespace temujanji::features::see_reports {
namespace {

using domain::Measure;

/// What stands above the tables.
constexpr std::array kAtATop{
    Measure::use,      Measure::appointments, Measure::missed_rate, Measure::cancelled_rate,
    Measure::walk_ins, Measure::ahead_median, Measure::wait_median, Measure::service_median};

domain::Date today_of(const App& app, const Visit& visit) {
  return visit.office != nullptr ? visit.office->zone.date_at(app.clock.now()) : today_in_malaysia(app);
}

std::string reports_path(const web::Request& request, const Visit& visit, std::string_view ending = "") {
  const std::string rest = "/reports" + std::string(ending);
  return visit.office != nullptr ? office_path(request, visit, rest) : path_to(request, "/staff" + rest);
}

std::string_view name_of(const App& app, const web::Request& request, Measure measure) {
  return say(app, request, "measure." + std::string(to_text(measure)));
}

std::string period_text(const App& app, const web::Request& request, const Asked& asked) {
  const std::string from = app.words.date(request.language, asked.from);
  return asked.from == asked.to ? from : from + " – " + app.words.date(request.language, asked.to);
}

void add_periods(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                 web::Values& values) {
  for (const Period period : kPeriods) {
    Asked other = asked;
    other.period = period;
    web::Values link = values.add("PERIOD");
    link.set("NAME", say(app, request, "period." + std::string(to_text(period))));
    link.set("URL", reports_path(request, visit) + other.query());
    link.show_if(asked.period == period, "CURRENT");
  }
}

void add_form(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
              web::Values& values) {
  const bool was_wrong = !asked.is_good();
  values.set("FROM", was_wrong ? asked.typed_from : domain::to_iso(asked.from));
  values.set("TO", was_wrong ? asked.typed_to : domain::to_iso(asked.to));
  for (const auto by : {reports::GroupBy::office, reports::GroupBy::service, reports::GroupBy::day}) {
    if (by == reports::GroupBy::office && visit.office != nullptr) continue;
    web::Values choice = values.add("BY_CHOICE");
    choice.set("VALUE", to_text(by)).set("NAME", say(app, request, "reports.by_" + std::string(to_text(by))));
    choice.show_if(asked.by == by, "CHOSEN");
  }
  for (const catalogue::Service& service : visit.catalogue->services()) {
    const auto* offering =
        visit.office == nullptr ? nullptr : visit.catalogue->find_offering(visit.office->id, service.id);
    if (visit.office != nullptr && offering == nullptr && asked.service != service.code) continue;
    web::Values choice = values.add("SERVICE_CHOICE");
    choice.set("CODE", service.code).set("NAME", service.name.in(request.language));
    choice.show_if(asked.service == service.code, "CHOSEN");
  }
  if (visit.office != nullptr) return;
  web::Values states = values.add("STATES");
  for (const catalogue::State& state : visit.catalogue->states()) {
    web::Values choice = states.add("STATE_CHOICE");
    choice.set("CODE", state.code).set("NAME", state.name.in(request.language));
    choice.show_if(asked.state == state.code, "CHOSEN");
  }
}

void add_cells(const domain::Figures& figures, const std::vector<Measure>& measures, web::Values& row) {
  for (const Measure measure : measures) row.add("CELL").set("VALUE", domain::display(figures, measure));
}

/// What the tables are made of.
struct Content {
  const App& app;
  const web::Request& request;
  const Visit& visit;
  const Asked& asked;
  const std::vector<Line> lines;
  const domain::Figures& total;
};

void add_columns(const Content& content, const std::vector<Measure>& measures, web::Values& table) {
  const bool is_by_day = content.asked.by == reports::GroupBy::day;
  table.set("ROWS_ARE",
            say(content.app, content.request, "reports.of_" + std::string(to_text(content.asked.by))));
  table.show_if(!content.asked.sort && !is_by_day, "BY_NAME");
  for (const Measure measure : measures) {
    Asked by_this = content.asked;
    by_this.sort = measure;
    web::Values column = table.add("COLUMN");
    column.set("MEASURE", to_text(measure)).set("NAME", name_of(content.app, content.request, measure));
    column.set("URL", reports_path(content.request, content.visit) + by_this.query());
    column.show_if(content.asked.sort == measure, is_by_day ? "CHARTED" : "SORTED");
  }
}

/// Fills a section with what table.html shows.
void add_table(const Content& content, std::string_view id, const std::vector<Measure>& measures,
               web::Values table) {
  table.set("ID", id);
  add_columns(content, measures, table);
  for (const Line& line : content.lines) {
    web::Values row = table.add("LINE");
    row.set("SHORT", line.short_name);
    if (line.url.empty()) {
      row.add("PLAIN").set("NAME", line.name);
    } else {
      row.add("LINKED").set("NAME", line.name).set("URL", line.url);
    }
    add_cells(line.figures, measures, row);
  }
  if (content.lines.size() < 2) return;
  web::Values row = table.add("TOTAL");
  add_cells(content.total, measures, row);
}

void add_definitions(const App& app, const web::Request& request, const Asked& asked, web::Values& values) {
  for (const Measure measure : domain::kMeasures) {
    if (is_of_seats(measure) && !asked.has_seats()) continue;
    web::Values row = values.add("DEFINITION");
    row.set("NAME", name_of(app, request, measure));
    row.set("ABOUT", say(app, request, "measure_about." + std::string(to_text(measure))));
  }
}

void add_report(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                const reports::Report& report, web::Values& values) {
  const Content content{app,         request, visit, asked, list_lines(app, request, visit, asked, report),
                        report.total};
  if (content.lines.empty()) {
    values.show("NOTHING");
    return;
  }
  web::Values found = values.add("FOUND");
  for (const Measure measure : kAtATop) {
    if (is_of_seats(measure) && !asked.has_seats()) continue;
    found.add("TOP")
        .set("NAME", name_of(app, request, measure))
        .set("VALUE", domain::display(report.total, measure));
  }
  const std::vector<Measure> times = measures_of_times();
  const bool is_of_times = std::ranges::find(times, asked.shown()) != times.end();
  found.set("SHOWN", to_text(asked.shown())).set("SHOWN_NAME", name_of(app, request, asked.shown()));
  found.set("SHOWN_TABLE", is_of_times ? "times" : "appointments");
  found.show(asked.by == reports::GroupBy::day ? "UPRIGHT" : "LYING");
  found.set("CSV_URL", reports_path(request, visit, ".csv") + asked.query());
  found.set("XLSX_URL", reports_path(request, visit, ".xlsx") + asked.query());
  add_table(content, "appointments", measures_of_appointments(asked), found.add("APPOINTMENTS"));
  add_table(content, "times", times, found.add("TIMES"));
  add_definitions(app, request, asked, found);
}

base::Task<reports::Report> read_report(App& app, const web::Request& request, const Visit& visit,
                                        const Asked& asked) {
  auto read = [&](storage::Connection& connection) {
    return reports::read_report(connection, *visit.catalogue, asked.question(visit), app.clock.now());
  };
  co_return co_await app.readers.read(*request.executor, read);
}

/// The report as a file; the page tells what is wrong with a time that cannot be asked for.
base::Task<web::Response> file(App& app, const web::Request& request, const Visit& visit,
                               std::string_view ending, std::string_view type,
                               std::string (*write)(const tables::Table&)) {
  const Asked asked = asked_in(request, visit, today_of(app, visit));
  if (!asked.is_good()) {
    const std::string query = request.query.empty() ? "" : "?" + request.query;
    co_return web::Response::see_other(reports_path(request, visit) + query);
  }
  auto reading = read_report(app, request, visit, asked);
  const reports::Report report = co_await reading;
  web::Response response;
  response.content_type = type;
  response.body = write(make_table(app, request, visit, asked, report));
  response.set_header("Content-Disposition",
                      "attachment; filename=\"" + file_name(visit, asked, ending) + "\"");
  co_return response;
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const Asked asked = asked_in(request, visit, today_of(app, visit));
  web::Values values;
  values.set("REPORTS_URL", reports_path(request, visit));
  add_periods(app, request, visit, asked, values);
  add_form(app, request, visit, asked, values);
  if (asked.is_good()) {
    auto reading = read_report(app, request, visit, asked);
    const reports::Report report = co_await reading;
    values.set("PERIOD_TEXT", period_text(app, request, asked));
    add_report(app, request, visit, asked, report, values);
  } else {
    add_field_error(app, request, values, asked.field, asked.problem);
  }
  co_return show_staff_page(app, request, visit, "features/staff/see_reports/page.html", "reports.title",
                            values, asked.is_good() ? 200 : 422);
}

base::Task<web::Response> csv(App& app, const web::Request& request, const Visit& visit) {
  return file(app, request, visit, ".csv", "text/csv; charset=utf-8", [](const tables::Table& table) {
    return tables::write_csv(table, tables::CsvFor::spreadsheet);
  });
}

base::Task<web::Response> xlsx(App& app, const web::Request& request, const Visit& visit) {
  return file(app, request, visit, ".xlsx",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              [](const tables::Table& table) { return tables::write_xlsx(std::span(&table, 1)); });
}

}  // namespace temujanji::features::see_reports
