#pragma once
#include "appointments/find.h"
#include "base/task.h"
#include "features/app.h"
#include "features/json.h"
#include "features/lookup.h"

namespace temujanji::features {

/// An appointment as the JSON interface tells it; the applicant masked, never e-mail or phone.
boost::json::object to_json(const App& app, const appointments::Appointment& appointment);
boost::json::object masked_applicant(const domain::Applicant& person);

/// The appointment that `{reference}` of the path or member of the body, and `document_number` of the body
/// name. Gives the problem to answer where there is none.
base::Task<base::Result<appointments::Appointment, web::Response>> look_up_by_api(
    App& app, const web::Request& request);

/// The problem where the life cycle refuses a change.
web::Response refuse(domain::LifeCycleRefusal refusal);

}  // namespace temujanji::features
