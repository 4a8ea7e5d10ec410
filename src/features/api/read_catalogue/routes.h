#pragma once
#include "features/app.h"
#include "web/route.h"

/// The catalogue as JSON: what there is to book. Read from memory.
namespace temujanji::features::read_catalogue {

web::Response departments(App& app, const web::Request& request);
/// `?department=`: all services that are live, or those of one department.
web::Response services(App& app, const web::Request& request);
/// `?department=&service=&state=`: active offices, each filter optional.
web::Response offices(App& app, const web::Request& request);

}  // namespace temujanji::features::read_catalogue
