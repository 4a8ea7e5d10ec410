#include "features/staff/manage_catalogue/bench.h"

#include "tables/table.h"

namespace temujanji::features::manage_catalogue {

Bench read_open(storage::Connection& connection, std::string_view made_by) {
  Bench bench;
  // First, so that what changes while the sheets are read is seen as a change when it is saved.
  bench.revision = catalogue::find_revision(connection);
  bench.open = catalogue::find_open_change(connection, made_by);
  if (bench.open) {
    auto edits = catalogue::parse_edits(bench.open->edits);
    bench.is_readable = edits.has_value();
    if (edits) bench.edits = std::move(*edits);
  }
  return bench;
}

Bench read_bench(storage::Connection& connection, std::string_view made_by) {
  Bench bench = read_open(connection, made_by);
  bench.edited = catalogue::apply_edits(catalogue::read_sheets(connection), bench.edits);
  return bench;
}

base::Task<Bench> bench_of(App& app, const web::Request& request, const Visit& visit) {
  auto read = [&](storage::Connection& connection) {
    return read_bench(connection, visit.account().actor());
  };
  Bench bench = co_await app.readers.read(*request.executor, read);
  bench.can_change = visit.may(domain::Right::run_country);
  co_return bench;
}

base::Task<web::Response> keep(App& app, const web::Request& request, const Visit& visit, const Bench& bench,
                               catalogue::Edits edits, std::string to) {
  catalogue::KeepEdits command{app.ids.make<domain::ChangeId>(), visit.account().actor(), "", "", {}};
  if (bench.open) {
    command.id = bench.open->id;
    command.were = bench.open->edits;
  }
  if (to.empty()) to = change_path(request, command.id);
  if (!edits.empty()) {
    if (!bench.is_readable) co_return web::Response::see_other(change_path(request, command.id));
    command.edits = catalogue::to_text(edits);
    if (command.edits.size() > tables::kFileBytesMax) co_return status_page(app, request, 413);
  }
  if (!co_await app.engine.submit(*request.executor, std::move(command))) {
    co_return status_page(app, request, 409);
  }
  co_return web::Response::see_other(to);
}

std::vector<const catalogue::SheetForm*> own_sheets() {
  std::vector<const catalogue::SheetForm*> forms;
  for (const std::string_view name :
       {"offices", "services", "service_documents", "office_services", "hours_profiles", "holidays",
        "weekend_rules", "seat_rules", "pools", "divisions", "departments", "states"}) {
    forms.push_back(catalogue::find_sheet_form(name));
  }
  return forms;
}

const catalogue::SheetForm* find_own_sheet(std::string_view name) {
  for (const catalogue::SheetForm* form : own_sheets()) {
    if (form->name == name) return form;
  }
  return nullptr;
}

std::string catalogue_path(const web::Request& request, std::string_view rest) {
  return path_to(request, "/staff/catalogue" + std::string(rest));
}

std::string change_path(const web::Request& request, domain::ChangeId id) {
  return catalogue_path(request, "/changes/" + std::to_string(id.value));
}

void add_open(const web::Request& request, const Bench& bench, web::Values& values) {
  if (!bench.open) return;
  values.add("OPEN").set("OPEN_URL", change_path(request, bench.open->id)).set("EDITS", bench.edits.size());
}

}  // namespace temujanji::features::manage_catalogue
