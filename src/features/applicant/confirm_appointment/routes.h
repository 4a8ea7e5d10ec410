#pragma once
#include "features/app.h"
#include "web/route.h"

/// The applicant confirms that they will come.
namespace temujanji::features::confirm_appointment {

/// GET /{language}/appointment/confirm
base::Task<web::Response> ask(App& app, const web::Request& request);
/// POST /{language}/appointment/confirm
base::Task<web::Response> confirm(App& app, const web::Request& request);

}  // namespace temujanji::features::confirm_appointment
