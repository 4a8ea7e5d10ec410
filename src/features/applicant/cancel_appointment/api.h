#pragma once
#include "features/app.h"
#include "web/route.h"

namespace temujanji::features::cancel_appointment {

/// POST /api/v1/appointments/{reference}/cancel
base::Task<web::Response> cancel_by_api(App& app, const web::Request& request);

}  // namespace temujanji::features::cancel_appointment
