#pragma once
#include "features/staff_page.h"

/// Where one is signed in, to be ended from here.
namespace temujanji::features::own_sessions {

/// GET /{language}/staff/sessions
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/sessions/identity: their own MyKad, of which a keyed hash is kept.
base::Task<web::Response> note_identity(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/sessions/end
base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::own_sessions
