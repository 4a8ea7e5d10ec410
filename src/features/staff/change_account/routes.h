#pragma once
#include "features/staff_page.h"

/// Headquarters gives somebody another role or other offices.
namespace temujanji::features::change_account {

/// GET /{language}/staff/accounts/{account}
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/accounts/{account}
base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::change_account
