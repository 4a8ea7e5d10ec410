#pragma once
#include "features/staff_page.h"

/// What looks like misuse in what was booked, by office and time.
namespace temujanji::features::see_patterns {

/// GET /{language}/staff/suspicious?office=&from=&to=
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::see_patterns
