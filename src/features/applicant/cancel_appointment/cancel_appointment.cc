#include "features/applicant/cancel_appointment/cancel_appointment.h"

#include "appointments/change_status.h"

namespace temujanji::features::cancel_appointment {

CancelAppointment::Outcome CancelAppointment::apply(engine::Scope& scope) const {
  return appointments::change_status(scope, {appointment, actor, reason}, domain::cancel_by_applicant);
}

}  // namespace temujanji::features::cancel_appointment
