#pragma once
#include "web/route.h"

/// The description of the JSON interface.
namespace temujanji::features::describe {

/// GET /api/v1/openapi.yaml: openapi.yaml of this folder, OpenAPI 3.1.
web::Response description(const web::Request& request);

}  // namespace temujanji::features::describe
