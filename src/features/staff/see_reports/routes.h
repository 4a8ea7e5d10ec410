#pragma once
#include "features/staff_page.h"

/// What came of the offices' days, as tables and charts, by office, service or day.
namespace temujanji::features::see_reports {

/// GET /{language}/staff/reports and /{language}/staff/at/{office}/reports, each with
/// ?period= or from=&to=, by=, state=, service=, sort=
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// The same as files: GET …/reports.csv and …/reports.xlsx
base::Task<web::Response> csv(App& app, const web::Request& request, const Visit& visit);
base::Task<web::Response> xlsx(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::see_reports
