#pragma once
#include "features/app.h"
#include "web/route.h"

namespace temujanji::features::find_appointment {

/// POST /api/v1/appointments/lookup
base::Task<web::Response> find_by_api(App& app, const web::Request& request);
/// POST /api/v1/appointments/{reference}/slip: the slip as PDF.
base::Task<web::Response> slip_by_api(App& app, const web::Request& request);
/// POST /api/v1/appointments/{reference}/calendar: the calendar file.
base::Task<web::Response> calendar_by_api(App& app, const web::Request& request);

}  // namespace temujanji::features::find_appointment
