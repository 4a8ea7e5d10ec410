#pragma once
#include <optional>

#include "appointments/find.h"
#include "base/task.h"
#include "features/app.h"
#include "features/target.h"

namespace temujanji::features {

/// Lets this browser manage an appointment for half an hour: a sealed cookie, so that nothing about it stands
/// in an address. Given after booking it and after a look-up.
void let_manage(const App& app, const web::Request& request, web::Response& response,
                domain::AppointmentId id);

/// The appointment this browser may manage now, or nothing.
base::Task<std::optional<appointments::Appointment>> find_managed(App& app, const web::Request& request);

/// WHEN, ARRIVE_BY, OFFICE_NAME, ADDRESS, SERVICE_NAME, REFERENCE, SEATS; sections GROUP and MAP.
void add_appointment(const App& app, const web::Request& request,
                     const appointments::Appointment& appointment, const Offer& offer, web::Values& values);

/// Repeats DOCUMENT (TEXT, section CONDITION with CONDITION_TEXT) in section DOCUMENTS.
void add_documents(const web::Request& request, const catalogue::Service& service, web::Values& values);

}  // namespace temujanji::features
