#pragma once
#include "features/app.h"
#include "web/route.h"

/// The applicant gives the appointment up, with a reason.
namespace temujanji::features::cancel_appointment {

/// GET /{language}/appointment/cancel
base::Task<web::Response> ask(App& app, const web::Request& request);
/// POST /{language}/appointment/cancel
base::Task<web::Response> cancel(App& app, const web::Request& request);

}  // namespace temujanji::features::cancel_appointment
