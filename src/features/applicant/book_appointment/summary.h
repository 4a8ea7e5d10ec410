#pragma once
#include "domain/applicant.h"
#include "features/current_hold.h"

namespace temujanji::features::book_appointment {

/// "Check your answers": groups of rows, each with a link that leads to where it can be changed.
void add_summary(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                 const domain::Applicant& applicant, web::Values& values);

}  // namespace temujanji::features::book_appointment
