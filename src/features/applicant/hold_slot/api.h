#pragma once
#include "features/app.h"
#include "web/route.h"

namespace temujanji::features::hold_slot {

/// POST /api/v1/holds: keeps seats for a caller; the answer's `hold` is its bearer token.
base::Task<web::Response> create_by_api(App& app, const web::Request& request);
/// DELETE /api/v1/holds/{hold}
base::Task<web::Response> release_by_api(App& app, const web::Request& request);

}  // namespace temujanji::features::hold_slot
