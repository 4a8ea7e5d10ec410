#pragma once
#include "features/app.h"
#include "web/route.h"

/// Which office: all that offer a service, or anything of a division, the soonest first.
namespace temujanji::features::choose_office {

/// GET /{language}/book/offices?service=|division=&state=
web::Response choose_office(App& app, const web::Request& request);

}  // namespace temujanji::features::choose_office
