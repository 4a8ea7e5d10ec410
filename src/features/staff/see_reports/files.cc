#include "features/staff/see_reports/files.h"

namespace temujanji::features::see_reports {
namespace {

using domain::Measure;

std::vector<Measure> all_measures(const Asked& asked) {
  std::vector<Measure> measures = measures_of_appointments(asked);
  for (const Measure measure : measures_of_times()) measures.push_back(measure);
  return measures;
}

tables::Cell cell_of(const domain::Figures& figures, Measure measure) {
  const auto value = value_of(figures, measure);
  if (!value) return std::string();
  if (unit_of(measure) == domain::Unit::rate) return static_cast<double>(*value) / 10;
  return *value;
}

std::string column_name(const App& app, const web::Request& request, Measure measure) {
  const std::string name(say(app, request, "measure." + std::string(to_text(measure))));
  return unit_of(measure) == domain::Unit::rate ? name + " (%)" : name;
}

void add_row(tables::Table& table, std::string code, std::string name, const domain::Figures& figures,
             const std::vector<Measure>& measures) {
  std::vector<tables::Cell> row{std::move(code), std::move(name)};
  for (const Measure measure : measures) row.push_back(cell_of(figures, measure));
  table.rows.push_back(std::move(row));
}

}  // namespace

tables::Table make_table(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                         const reports::Report& report) {
  const std::vector<Measure> measures = all_measures(asked);
  const std::string by(to_text(asked.by));
  tables::Table table;
  table.name = say(app, request, "reports.title");
  table.columns = {std::string(say(app, request, "reports.code")),
                   std::string(say(app, request, "reports.of_" + by))};
  for (const Measure measure : measures) table.columns.push_back(column_name(app, request, measure));
  for (const Line& line : list_lines(app, request, visit, asked, report))
    add_row(table, line.code, line.name, line.figures, measures);
  add_row(table, "", std::string(say(app, request, "reports.total")), report.total, measures);
  return table;
}

std::string file_name(const Visit& visit, const Asked& asked, std::string_view ending) {
  const std::string place = visit.office != nullptr ? "-" + visit.office->code : "";
  return "laporan" + place + "-" + domain::to_iso(asked.from) + "-" + domain::to_iso(asked.to) +
         std::string(ending);
}

}  // namespace temujanji::features::see_reports
