#pragma once
#include "appointments/find.h"
#include "base/task.h"
#include "features/app.h"
#include "web/http.h"

namespace temujanji::features::find_appointment {

/// The slip as a PDF. Takes milliseconds: made on a reader's thread.
base::Task<web::Response> slip_answer(App& app, const web::Request& request,
                                      const appointments::Appointment& appointment);
/// The calendar file; it takes the appointment out of the calendar if it is cancelled.
web::Response calendar_answer(App& app, const appointments::Appointment& appointment,
                              base::Language language);

}  // namespace temujanji::features::find_appointment
