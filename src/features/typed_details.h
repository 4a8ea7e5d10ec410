#pragma once
#include "domain/applicant.h"
#include "features/app.h"
#include "features/target.h"
#include "web/form.h"

namespace temujanji::features {

/// The fields of the details form by their paths, as an applicant to be checked. A pasted machine-readable
/// zone fills what was left empty.
domain::ApplicantInput to_input(const web::Form& typed, int seats, domain::Date today);

/// Checks typed details for a service. The problems' fields are those of the form (the form asks the
/// nationality once and takes it for the passport's country too).
base::Result<domain::Applicant, std::vector<domain::FieldProblem>> check_details(
    const App& app, const catalogue::Service& service, const web::Form& typed, int seats);

}  // namespace temujanji::features
