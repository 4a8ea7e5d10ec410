#pragma once
#include "features/staff_page.h"

/// Self check-in: a screen at the entrance where people give reference and document number and get their
/// number.
namespace temujanji::features::kiosk {

/// POST /{language}/staff/at/{office}/kiosk: makes this browser the office's kiosk until midnight, and signs
/// the officer out of it.
base::Task<web::Response> begin(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/kiosk
web::Response ask(App& app, const web::Request& request);
/// POST /{language}/kiosk
base::Task<web::Response> check_in(App& app, const web::Request& request);

}  // namespace temujanji::features::kiosk
