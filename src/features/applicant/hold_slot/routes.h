#pragma once
#include "features/app.h"
#include "web/route.h"

/// Next on the month page: the seat is held; later it can be held longer or given back.
namespace temujanji::features::hold_slot {

/// POST /{language}/book/hold: leads to the details.
base::Task<web::Response> hold(App& app, const web::Request& request);
/// POST /{language}/book/extend: back to the page it came from.
base::Task<web::Response> extend(App& app, const web::Request& request);
/// POST /{language}/book/release: back to the month.
base::Task<web::Response> release(App& app, const web::Request& request);

}  // namespace temujanji::features::hold_slot
