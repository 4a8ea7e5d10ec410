#pragma once
#include "features/staff_page.h"

/// What an office needs at hand for when the network is down.
namespace temujanji::features::work_offline {

/// GET /{language}/staff/at/{office}/offline: what to print and to keep.
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// GET /{language}/staff/at/{office}/offline/slip-check: a page in one file that checks slips without
/// network.
base::Task<web::Response> slip_check(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::work_offline
