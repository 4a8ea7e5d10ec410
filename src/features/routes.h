#pragma once
#include <functional>
#include <vector>

#include "features/app.h"
#include "web/route.h"
#include "web/static_files.h"

namespace temujanji::features {

/// Every route of the program: method, path, who may, what guards it, handler. `metrics` answers /metrics.
/// `app` and `static_files` outlive the routes.
std::vector<web::Route> all_routes(App& app, const web::StaticFiles& static_files,
                                   std::function<web::Response()> metrics);

}  // namespace temujanji::features
