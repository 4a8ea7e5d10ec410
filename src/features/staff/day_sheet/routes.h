#pragma once
#include "features/counter_page.h"

/// Who comes to an office on a day: a list to search and to print.
namespace temujanji::features::day_sheet {

/// GET and POST /{language}/staff/at/{office}/day
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::day_sheet
