#pragma once
#include "features/app.h"
#include "web/route.h"

/// Which date a group of the workforce recalibration programme was given.
namespace temujanji::features::rtk_check {

/// GET /{language}/rtk: says that dates cannot be looked up here yet, and what to do instead.
web::Response rtk_check(App& app, const web::Request& request);

}  // namespace temujanji::features::rtk_check
