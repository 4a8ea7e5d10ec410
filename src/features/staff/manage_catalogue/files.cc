#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/cells.h"
#include "features/staff/manage_catalogue/routes.h"
#include "tables/csv.h"
#include "tables/xlsx.h"
#include "web/form.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::SheetForm;
using catalogue::SheetRow;

constexpr std::string_view kWorkbookType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

web::Response file(std::string bytes, std::string_view type, const std::string& name) {
  web::Response response;
  response.content_type = type;
  response.body = std::move(bytes);
  response.set_header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

base::Task<catalogue::Sheets> present_sheets(App& app, const web::Request& request) {
  auto read = [](storage::Connection& connection) { return catalogue::read_sheets(connection); };
  co_return co_await app.readers.read(*request.executor, read);
}

}  // namespace

base::Task<web::Response> download(App& app, const web::Request& request, const Visit&) {
  const SheetForm* form = find_own_sheet(request.path_values.front());
  if (form == nullptr) co_return status_page(app, request, 404);
  auto reading = present_sheets(app, request);
  const catalogue::Sheets sheets = co_await reading;
  const tables::Table table = catalogue::to_table(*form, sheets.at(std::string(form->name)));
  const auto query = web::Form::parse(request.query);
  if (query && query->value("as") == "csv") {
    co_return file(tables::write_csv(table, tables::CsvFor::spreadsheet), "text/csv; charset=utf-8",
                   table.name + ".csv");
  }
  co_return file(tables::write_xlsx({&table, 1}), kWorkbookType, table.name + ".xlsx");
}

base::Task<web::Response> workbook(App& app, const web::Request& request, const Visit&) {
  auto reading = present_sheets(app, request);
  const catalogue::Sheets sheets = co_await reading;
  std::vector<tables::Table> all;
  for (const SheetForm& form : catalogue::sheet_forms()) {
    all.push_back(catalogue::to_table(form, sheets.at(std::string(form.name))));
  }
  co_return file(tables::write_xlsx(all), kWorkbookType, "temujanji-catalogue.xlsx");
}

}  // namespace temujanji::features::manage_catalogue
