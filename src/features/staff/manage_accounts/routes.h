#pragma once
#include "features/staff_page.h"

/// Accounts of an office's people, or of headquarters: add, invite again, close and open.
namespace temujanji::features::manage_accounts {

/// GET /{language}/staff/accounts and /{language}/staff/at/{office}/accounts
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST to the same
base::Task<web::Response> add(App& app, const web::Request& request, const Visit& visit);
/// POST …/accounts/change: invite, close or open
base::Task<web::Response> change(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::manage_accounts
