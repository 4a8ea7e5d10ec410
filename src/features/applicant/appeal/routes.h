#pragma once
#include "features/app.h"
#include "web/route.h"

/// Somebody who is blocked says that they should not be.
namespace temujanji::features::appeal {

/// GET /{language}/blocked
web::Response ask(App& app, const web::Request& request);
/// POST to the same: one answer, whether anything is blocked or not.
base::Task<web::Response> send(App& app, const web::Request& request);

}  // namespace temujanji::features::appeal
