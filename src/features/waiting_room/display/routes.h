#pragma once
#include "features/app.h"
#include "web/route.h"

/// The board in the waiting room: who is called where, and how long others wait. Numbers only, no names.
namespace temujanji::features::display {

/// GET /{language}/display/{office}
base::Task<web::Response> show(App& app, const web::Request& request);
/// GET /{language}/display/{office}/events: tells the page when the queue is another.
web::Response events(App& app, const web::Request& request);

}  // namespace temujanji::features::display
