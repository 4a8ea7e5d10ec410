#pragma once
#include "features/app.h"
#include "web/route.h"

/// What one comes for: all services by division, searched by words or by who it is for.
namespace temujanji::features::choose_service {

/// GET /{language}/book?department=&q=&for=, and with office= and division= the services of an office that
/// was chosen first.
web::Response choose_service(App& app, const web::Request& request);

}  // namespace temujanji::features::choose_service
