#pragma once
#include "features/staff_page.h"

/// Somebody uses their invitation: chooses a password, connects a telephone, gets recovery codes.
namespace temujanji::features::join {

/// GET /{language}/staff/join
web::Response ask(App& app, const web::Request& request);
/// POST /{language}/staff/join: the invitation, then also password and code.
base::Task<web::Response> join(App& app, const web::Request& request);

}  // namespace temujanji::features::join
