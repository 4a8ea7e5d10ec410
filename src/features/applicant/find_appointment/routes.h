#pragma once
#include "features/app.h"
#include "web/route.h"

/// Check or print: reference and document number lead to the appointment, its slip and its calendar file.
namespace temujanji::features::find_appointment {

/// GET /{language}/appointment
web::Response ask(App& app, const web::Request& request);
/// POST /{language}/appointment
base::Task<web::Response> find(App& app, const web::Request& request);
/// GET /{language}/appointment/view
base::Task<web::Response> view(App& app, const web::Request& request);
/// GET /{language}/appointment/slip: a page for paper.
base::Task<web::Response> print(App& app, const web::Request& request);
/// GET /{language}/appointment/slip.pdf
base::Task<web::Response> slip(App& app, const web::Request& request);
/// GET /{language}/appointment/calendar.ics
base::Task<web::Response> calendar(App& app, const web::Request& request);

}  // namespace temujanji::features::find_appointment
