#pragma once
#include "features/app.h"
#include "web/route.h"

/// Who comes, and how to reach them.
namespace temujanji::features::enter_details {

/// GET /{language}/book/details
base::Task<web::Response> show(App& app, const web::Request& request);
/// POST /{language}/book/details: on to the documents, or the same page with what must be mended.
base::Task<web::Response> save(App& app, const web::Request& request);

}  // namespace temujanji::features::enter_details
