#pragma once
#include "domain/allocation.h"
#include "features/app.h"
#include "features/json.h"
#include "features/target.h"

namespace temujanji::features {

/// The slot and the number of seats that a JSON request names.
struct ApiTarget {
  Target target;
  int seats;
};

/// Reads `office`, `service`, `starts_at` and `seats`; gives the problem to answer where they do not lead to
/// a slot that may be booked. Errors that `json` remembered before are answered with it.
base::Result<ApiTarget, web::Response> read_target(App& app, JsonReader& json);

/// The problem to answer where seats were refused.
web::Response refuse(App& app, const ApiTarget& target, domain::Verdict verdict);

}  // namespace temujanji::features
