#include <functional>

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

/// Made where reading blocks nobody.
base::Task<std::string> made_of_sheets(App& app, const web::Request& request,
                                       std::function<std::string(const catalogue::Sheets&)> make) {
  auto read = [&](storage::Connection& connection) { return make(catalogue::read_sheets(connection)); };
  co_return co_await app.readers.read(*request.executor, read);
}

}  // namespace

base::Task<web::Response> download(App& app, const web::Request& request, const Visit&) {
  const SheetForm* form = find_own_sheet(request.path_values.front());
  if (form == nullptr) co_return status_page(app, request, 404);
  const auto query = web::Form::parse(request.query);
  const bool is_csv = query && query->value("as") == "csv";
  auto making = made_of_sheets(app, request, [&](const catalogue::Sheets& sheets) {
    const tables::Table table = catalogue::to_table(*form, sheets.at(std::string(form->name)));
    return is_csv ? tables::write_csv(table, tables::CsvFor::spreadsheet) : tables::write_xlsx({&table, 1});
  });
  std::string bytes = co_await making;
  const std::string name(form->name);
  if (is_csv) co_return file(std::move(bytes), "text/csv; charset=utf-8", name + ".csv");
  co_return file(std::move(bytes), kWorkbookType, name + ".xlsx");
}

base::Task<web::Response> workbook(App& app, const web::Request& request, const Visit&) {
  auto making = made_of_sheets(app, request, [](const catalogue::Sheets& sheets) {
    std::vector<tables::Table> all;
    for (const SheetForm& form : catalogue::sheet_forms()) {
      all.push_back(catalogue::to_table(form, sheets.at(std::string(form.name))));
    }
    return tables::write_xlsx(all);
  });
  co_return file(co_await making, kWorkbookType, "temujanji-catalogue.xlsx");
}

}  // namespace temujanji::features::manage_catalogue
