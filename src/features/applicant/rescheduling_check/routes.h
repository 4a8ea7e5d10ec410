#pragma once
#include "features/app.h"
#include "web/route.h"

/// Has the department moved my appointment?
namespace temujanji::features::rescheduling_check {

/// GET /{language}/rescheduling
web::Response ask(App& app, const web::Request& request);
/// POST /{language}/rescheduling
base::Task<web::Response> tell(App& app, const web::Request& request);

}  // namespace temujanji::features::rescheduling_check
