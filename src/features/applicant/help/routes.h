#pragma once
#include "features/app.h"
#include "web/route.h"

/// The pages that explain.
namespace temujanji::features::help {

/// GET /{language}/help/{page}: manual, faq, contact, privacy, accessibility, staff.
web::Response help(App& app, const web::Request& request);

}  // namespace temujanji::features::help
