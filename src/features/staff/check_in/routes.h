#pragma once
#include "features/counter_page.h"

/// People arrive: who has an appointment is checked in, who has none gets a number if the office allows it.
namespace temujanji::features::check_in {

/// GET /{language}/staff/at/{office}/check-in
base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit);
/// POST to the same: finds what was typed or scanned, and shows whose it is.
base::Task<web::Response> find(App& app, const web::Request& request, const Visit& visit);
/// POST …/check-in/arrive: they get a number.
base::Task<web::Response> arrive(App& app, const web::Request& request, const Visit& visit);
/// POST …/check-in/cancel-late
base::Task<web::Response> cancel_late(App& app, const web::Request& request, const Visit& visit);
/// POST …/check-in/walk-in
base::Task<web::Response> walk_in(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::check_in
