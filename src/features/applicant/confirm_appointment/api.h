#pragma once
#include "features/app.h"
#include "web/route.h"

namespace temujanji::features::confirm_appointment {

/// POST /api/v1/appointments/{reference}/confirm
base::Task<web::Response> confirm_by_api(App& app, const web::Request& request);

}  // namespace temujanji::features::confirm_appointment
