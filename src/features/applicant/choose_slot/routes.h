#pragma once
#include "features/app.h"
#include "web/route.h"

/// The month of one service at one office, and the slots of one of its days.
namespace temujanji::features::choose_slot {

/// GET /{language}/book/slots?office=&service=&month=&day=&seats=
web::Response choose_slot(App& app, const web::Request& request);

}  // namespace temujanji::features::choose_slot
