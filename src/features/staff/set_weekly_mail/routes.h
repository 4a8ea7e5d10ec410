#pragma once
#include "features/staff_page.h"

/// To whom an office's figures of the week are sent.
namespace temujanji::features::set_weekly_mail {

/// GET /{language}/staff/at/{office}/weekly-mail
base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit);
/// POST there: address; empty for no mail any more
base::Task<web::Response> set(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::set_weekly_mail
