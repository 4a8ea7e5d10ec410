#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"
#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/problem_words.h"
#include "features/staff/manage_catalogue/routes.h"
#include "tables/csv.h"
#include "tables/xlsx.h"
#include "web/multipart.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::Problem;
using catalogue::SheetForm;

/// More rows than this differ only where it is the wrong file.
constexpr std::size_t kEditsMax = 5'000;

/// Sheets that a file holds, or what is wrong with it.
struct Uploaded {
  std::vector<std::pair<const SheetForm*, std::vector<catalogue::SheetRow>>> sheets;
  std::vector<Problem> problems;
};

/// What a file makes of the bench.
struct Taken {
  Uploaded file;
  Bench bench;
  catalogue::Edits edits;
};

/// The sheet that has these columns, whatever the file is called; null if there is none.
const SheetForm* form_with(const tables::Record& header) {
  std::set<std::string_view> names;
  for (const std::string& field : header.fields) names.insert(base::trim(field));
  for (const SheetForm& form : catalogue::sheet_forms()) {
    std::set<std::string_view> wanted = names;
    for (const std::string_view spare :
         {std::string_view("source"), std::string_view("assumed"), form.not_kept}) {
      wanted.erase(spare);
    }
    const bool same =
        wanted.size() == form.columns.size() &&
        std::ranges::all_of(form.columns, [&](const auto& column) { return wanted.contains(column.name); });
    if (same) return &form;
  }
  return nullptr;
}

void add_rows_that_stand_twice(const std::string& name, const SheetForm& form,
                               const std::vector<tables::Record>& records,
                               const std::vector<catalogue::SheetRow>& rows, Uploaded& uploaded) {
  std::set<catalogue::SheetRow> keys;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (keys.insert(catalogue::key_of(form, rows[i])).second) continue;
    uploaded.problems.push_back({name, records[i + 1].line, "a row above has the same code"});
  }
}

void add_records(const std::string& name, const std::vector<tables::Record>& records, Uploaded& uploaded) {
  if (records.empty()) return;
  const SheetForm* form = form_with(records.front());
  if (form == nullptr) {
    uploaded.problems.push_back({name, 0, "no sheet of the catalogue has these columns"});
    return;
  }
  auto rows = catalogue::parse_sheet(*form, records);
  if (rows) {
    add_rows_that_stand_twice(name, *form, records, *rows, uploaded);
    uploaded.sheets.emplace_back(form, std::move(rows).value());
  } else {
    for (const Problem& problem : rows.refusal().kept())
      uploaded.problems.push_back({name, problem.line, problem.reason});
  }
}

Uploaded read_file(const web::Part& file) {
  Uploaded uploaded;
  const std::string name(file.file_name);
  if (file.bytes.starts_with("PK")) {
    const auto sheets = tables::read_xlsx(file.bytes);
    if (!sheets) return {{}, {{name, sheets.refusal().line, sheets.refusal().reason}}};
    for (const tables::Sheet& sheet : *sheets) add_records(sheet.name, sheet.records, uploaded);
  } else {
    const auto records = tables::read_csv(file.bytes);
    if (!records) return {{}, {{name, records.refusal().line, records.refusal().reason}}};
    add_records(name, *records, uploaded);
  }
  if (uploaded.sheets.empty() && uploaded.problems.empty())
    uploaded.problems.push_back({name, 0, "the file is empty"});
  return uploaded;
}

/// The edits of the bench and what makes its sheets those of the file.
catalogue::Edits with_file(const Bench& bench, const Uploaded& uploaded) {
  catalogue::Edits differ;
  for (const auto& [form, rows] : uploaded.sheets) {
    std::ranges::move(catalogue::compare_sheets(*form, bench.rows(*form), rows), std::back_inserter(differ));
  }
  return catalogue::and_then(bench.edits, std::move(differ));
}

web::Response show_problems(const App& app, const web::Request& request, const Visit& visit,
                            const std::vector<Problem>& problems) {
  web::Values values;
  web::Values list = values.add("PROBLEMS");
  for (const Problem& problem : problems) {
    web::Values row = list.add("PROBLEM");
    row.set("SHEET", problem.file).set("TEXT", problem_text(app, request, problem.reason));
    if (problem.line > 0) row.add("AT_LINE").set("LINE", problem.line);
  }
  return show_staff_page(app, request, visit, "features/staff/manage_catalogue/upload_failed.html",
                         "catalogue.upload", values, 422);
}

}  // namespace

base::Task<web::Response> upload(App& app, const web::Request& request, const Visit& visit) {
  const auto parts = web::parse_multipart(request.header("content-type"), request.body);
  const web::Part* file = parts ? web::find_part(*parts, "file") : nullptr;
  if (file == nullptr || file->bytes.empty()) {
    const std::vector<Problem> none{
        {std::string(say(app, request, "catalogue.upload")), 0, "no file was chosen"}};
    co_return show_problems(app, request, visit, none);
  }
  auto read = [&](storage::Connection& connection) {
    Taken taken{read_file(*file), {}, {}};
    if (!taken.file.problems.empty()) return taken;
    taken.bench = read_bench(connection, visit.account().actor());
    taken.edits = with_file(taken.bench, taken.file);
    if (taken.edits.size() > kEditsMax) {
      taken.file.problems = {
          {std::string(file->file_name), 0, "more than 5,000 rows differ from the catalogue"}};
    }
    return taken;
  };
  const Taken taken = co_await app.readers.read(*request.executor, read);
  if (!taken.file.problems.empty()) co_return show_problems(app, request, visit, taken.file.problems);
  if (taken.edits.empty()) co_return web::Response::see_other(catalogue_path(request) + "?done=same");
  auto keeping = keep(app, request, visit, taken.bench, taken.edits);
  co_return co_await keeping;
}

}  // namespace temujanji::features::manage_catalogue
