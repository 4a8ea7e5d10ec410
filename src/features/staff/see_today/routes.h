#pragma once
#include "features/staff_page.h"

/// How an office's day goes, what the next days hold, and what wants somebody's attention; in numbers only.
namespace temujanji::features::see_today {

/// GET /{language}/staff/at/{office}/today
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::see_today
