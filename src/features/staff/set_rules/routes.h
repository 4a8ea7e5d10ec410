#pragma once
#include "features/staff_page.h"

/// What an office decides about its counters: walk-ins, and what counts as early and late.
namespace temujanji::features::set_rules {

/// GET /{language}/staff/at/{office}/rules
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// POST to the same
base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::set_rules
