#pragma once
#include "features/app.h"
#include "web/form.h"

namespace temujanji::features::choose_service {

/// The services of a division at an office that was chosen first, each with its first free day.
web::Response office_page(App& app, const web::Request& request, const web::Form& asked);

}  // namespace temujanji::features::choose_service
