#pragma once
#include "features/staff_page.h"

/// An office, a state or the country stays shut although its hours say otherwise: see, preview, close, undo.
namespace temujanji::features::close_counters {

/// GET /{language}/staff/closures and /{language}/staff/at/{office}/closures
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST to the same: with `step` "preview" the effect is shown, with "close" it is done, with "change" the
/// form comes back.
base::Task<web::Response> close(App& app, const web::Request& request, const Visit& visit);
/// POST …/closures/undo: the effect is shown, and with `sure` it is done.
base::Task<web::Response> undo(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::close_counters
