#include "features/staff/export_days/file.h"

#include <array>

#include "counter/day_sheet.h"
#include "domain/reference.h"
#include "features/staff_fields.h"
#include "features/ticket_words.h"
#include "tables/csv.h"
#include "tables/xlsx.h"

namespace temujanji::features::export_days {
namespace {

constexpr std::array<std::string_view, 11> kColumns{
    "export.date", "day.time",    "day.reference",  "day.name",   "day.document", "export.organisation",
    "day.sponsor", "day.service", "export.persons", "day.status", "day.number"};

/// "08:30", for a spreadsheet to sort by.
std::string clock_time(base::LocalTime at_local) {
  const auto day = std::chrono::floor<std::chrono::days>(at_local);
  return time_value(static_cast<int>(std::chrono::floor<std::chrono::minutes>(at_local - day).count()));
}

std::vector<tables::Cell> cells_of(const App& app, const web::Request& request,
                                   const catalogue::Catalogue& catalogue, const catalogue::Office& office,
                                   const counter::SheetRow& row) {
  const base::LocalTime at_local = office.zone.to_local(row.starts_at);
  const catalogue::Service* service = catalogue.find_service(row.service);
  const std::string number =
      row.number ? label_of(catalogue, office.id, row.number->number_pool, row.number->number) : "";
  return {domain::to_iso(office.zone.date_at(row.starts_at)),
          clock_time(at_local),
          domain::display_reference(row.reference),
          row.person.name,
          row.person.document.number,
          row.person.organisation ? row.person.organisation->name : "",
          row.person.sponsor ? row.person.sponsor->name : "",
          service == nullptr ? "" : std::string(service->name.in(request.language)),
          std::int64_t{row.seats},
          std::string(say(app, request, "status." + std::string(to_text(row.status)))),
          number};
}

}  // namespace

File make_file(storage::Connection& connection, const App& app, const web::Request& request,
               const catalogue::Catalogue& catalogue, const catalogue::Office& office,
               const ExportedDays& days) {
  tables::Table table;
  table.name = office.code;
  for (const std::string_view key : kColumns) table.columns.emplace_back(say(app, request, key));
  for (domain::Date on = days.from; on <= days.to; on = domain::plus_days(on, 1)) {
    const counter::Day day = counter::day_on(office.id, office.zone, on);
    for (const counter::SheetRow& row : counter::list_day_sheet(connection, app.keys, day))
      table.rows.push_back(cells_of(app, request, catalogue, office, row));
  }
  File file;
  file.rows = table.rows.size();
  file.name = office.code + "-" + domain::to_iso(days.from) + "." + std::string(to_text(days.format));
  switch (days.format) {
    case ExportFormat::csv:
      file.content_type = "text/csv; charset=utf-8";
      file.bytes = tables::write_csv(table, tables::CsvFor::spreadsheet);
      break;
    case ExportFormat::xlsx:
      file.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      file.bytes = tables::write_xlsx(std::span(&table, 1));
      break;
  }
  return file;
}

}  // namespace temujanji::features::export_days
