#pragma once
#include "features/staff_page.h"

/// People of the department sign in with user name, password and the code on their telephone, and out again.
namespace temujanji::features::sign_in {

/// GET /{language}/staff/sign-in
web::Response ask(App& app, const web::Request& request);
/// POST /{language}/staff/sign-in
base::Task<web::Response> sign_in(App& app, const web::Request& request);
/// POST /{language}/staff/sign-out
base::Task<web::Response> sign_out(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::sign_in
