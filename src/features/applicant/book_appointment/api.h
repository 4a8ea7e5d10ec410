#pragma once
#include "features/app.h"
#include "web/route.h"

namespace temujanji::features::book_appointment {

/// POST /api/v1/appointments, with header Idempotency-Key: the same key and body give the same answer.
base::Task<web::Response> book_by_api(App& app, const web::Request& request);

}  // namespace temujanji::features::book_appointment
