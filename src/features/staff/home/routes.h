#pragma once
#include "features/staff_page.h"

/// Where somebody of the department begins: their offices and what they may do there.
namespace temujanji::features::staff_home {

/// GET /{language}/staff
base::Task<web::Response> home(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::staff_home
