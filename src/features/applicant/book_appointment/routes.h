#pragma once
#include "features/app.h"
#include "web/route.h"

/// The last steps of a booking: what to bring, check your answers, submit, done.
namespace temujanji::features::book_appointment {

/// GET /{language}/book/documents
base::Task<web::Response> documents(App& app, const web::Request& request);
/// GET /{language}/book/check
base::Task<web::Response> check(App& app, const web::Request& request);
/// POST /{language}/book/submit: submitting again leads to the same appointment.
base::Task<web::Response> submit(App& app, const web::Request& request);
/// GET /{language}/book/done
base::Task<web::Response> done(App& app, const web::Request& request);

}  // namespace temujanji::features::book_appointment
