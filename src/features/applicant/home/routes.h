#pragma once
#include "features/app.h"
#include "web/route.h"

/// Where everybody begins: what this is, the ways on, announcements, the ten terms.
namespace temujanji::features::home {

/// GET /: leads to the language the browser asks for; Malay unless English is preferred to it.
web::Response choose_language(App& app, const web::Request& request);
/// GET /{language}/
web::Response home(App& app, const web::Request& request);

}  // namespace temujanji::features::home
