#pragma once
#include "features/staff/see_reports/lines.h"
#include "tables/table.h"

namespace temujanji::features::see_reports {

/// The report as one table: a line for each row and one for the total; codes and dates as programs read them,
/// rates in percent, an empty cell where there is nothing to tell.
tables::Table make_table(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                         const reports::Report& report);

/// "laporan-2026-10-01-2026-10-31.csv"
std::string file_name(const Visit& visit, const Asked& asked, std::string_view ending);

}  // namespace temujanji::features::see_reports
