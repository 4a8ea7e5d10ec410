#pragma once
#include "features/staff_page.h"

/// Sensitive acts that wait for a second person, and what became of others.
namespace temujanji::features::decide_approvals {

/// GET /{language}/staff/approvals and /{language}/staff/at/{office}/approvals
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST …/approvals/decide
base::Task<web::Response> decide(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::decide_approvals
