#include "features/staff/see_reports/lines.h"

#include <algorithm>

#include "features/figures_page.h"

namespace temujanji::features::see_reports {
namespace {

using domain::Measure;
using domain::Unit;

/// The keys of the report in the catalogue's order, or that of time.
std::vector<std::int64_t> keys_in_order(const Visit& visit, const Asked& asked,
                                        const reports::Report& report) {
  std::vector<std::int64_t> keys;
  const auto take = [&](std::int64_t key) {
    if (report.rows.contains(key)) keys.push_back(key);
  };
  switch (asked.by) {
    case reports::GroupBy::office:
      for (const catalogue::Office& office : visit.catalogue->offices()) take(office.id.value);
      break;
    case reports::GroupBy::service:
      for (const catalogue::Service& service : visit.catalogue->services()) take(service.id.value);
      break;
    case reports::GroupBy::day:
      for (const auto& [key, figures] : report.rows) keys.push_back(key);
      break;
  }
  return keys;
}

Line line_of(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
             std::int64_t key, const domain::Figures& figures) {
  Line line{{}, {}, {}, {}, figures};
  switch (asked.by) {
    case reports::GroupBy::office: {
      const catalogue::Office& office = *visit.catalogue->find_office(domain::OfficeId{key});
      line.name = office.name.in(request.language);
      line.code = line.short_name = office.code;
      Asked of_office = asked;
      of_office.by = reports::GroupBy::day;
      of_office.state.clear();
      if (visit.office == nullptr)
        line.url = path_to(request, "/staff/at/" + office.code + "/reports") + of_office.query();
      break;
    }
    case reports::GroupBy::service: {
      const catalogue::Service& service = *visit.catalogue->find_service(domain::ServiceId{key});
      line.code = service.code;
      line.name = line.short_name = service.name.in(request.language);
      break;
    }
    case reports::GroupBy::day:
      line.code = domain::to_iso(reports::date_of(key));
      line.name = day_name(app.words, request.language, reports::date_of(key));
      line.short_name = short_day(reports::date_of(key));
      break;
  }
  return line;
}

}  // namespace

std::vector<Line> list_lines(const App& app, const web::Request& request, const Visit& visit,
                             const Asked& asked, const reports::Report& report) {
  std::vector<Line> lines;
  for (const std::int64_t key : keys_in_order(visit, asked, report))
    lines.push_back(line_of(app, request, visit, asked, key, report.rows.at(key)));
  if (asked.sort && asked.by != reports::GroupBy::day) {
    std::ranges::stable_sort(lines, std::greater<>(), [&](const Line& line) {
      return value_of(line.figures, *asked.sort).value_or(-1);
    });
  }
  return lines;
}

std::vector<Measure> measures_of_appointments(const Asked& asked) {
  std::vector<Measure> measures;
  for (const Measure measure : domain::kMeasures) {
    const bool is_of_times = unit_of(measure) == Unit::days || unit_of(measure) == Unit::minutes;
    if (!is_of_times && (asked.has_seats() || !is_of_seats(measure))) measures.push_back(measure);
  }
  return measures;
}

std::vector<Measure> measures_of_times() {
  std::vector<Measure> measures;
  std::ranges::copy_if(domain::kMeasures, std::back_inserter(measures), [](Measure measure) {
    return unit_of(measure) == Unit::days || unit_of(measure) == Unit::minutes;
  });
  return measures;
}

}  // namespace temujanji::features::see_reports
