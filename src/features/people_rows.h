#pragma once
#include "appointments/find.h"
#include "features/staff_page.h"

namespace temujanji::features {

/// Repeats section PERSON: ID, NAME, REFERENCE, SERVICE, STATUS, WHEN with date and TIME without, at the
/// office of the visit. Gives the row, for what a page adds.
web::Values add_person(const App& app, const web::Request& request, const Visit& visit,
                       const appointments::Appointment& person, web::Values& list);

}  // namespace temujanji::features
