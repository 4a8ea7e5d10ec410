#pragma once
#include "features/app.h"
#include "web/route.h"

/// Free seats as JSON. Read from the board, never from SQL; kept rendered until the pool changes.
namespace temujanji::features::read_availability {

/// `?office=&service=&from=&to=`: each day with its status and slots; dates inclusive, at most 100 days.
web::Response availability(App& app, const web::Request& request);
/// `?service=&state=`: which office has room first.
web::Response earliest(App& app, const web::Request& request);

}  // namespace temujanji::features::read_availability
