#pragma once
#include "features/staff_page.h"

/// How to work at the counter, as headquarters wrote it.
namespace temujanji::features::read_guide {

/// GET /{language}/staff/guide
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::read_guide
