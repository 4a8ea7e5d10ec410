#pragma once
#include "features/staff/see_reports/asked.h"

namespace temujanji::features::see_reports {

/// A row of the report.
struct Line {
  /// Of the office or service; of a day the ISO date.
  std::string code;
  std::string name;
  /// At the foot of a chart.
  std::string short_name;
  /// The office's own report; empty for others.
  std::string url;
  domain::Figures figures;
};

/// The rows in the order that is asked for.
std::vector<Line> list_lines(const App& app, const web::Request& request, const Visit& visit,
                             const Asked& asked, const reports::Report& report);

/// What the columns tell: of seats and appointments, and of times.
std::vector<domain::Measure> measures_of_appointments(const Asked& asked);
std::vector<domain::Measure> measures_of_times();

}  // namespace temujanji::features::see_reports
