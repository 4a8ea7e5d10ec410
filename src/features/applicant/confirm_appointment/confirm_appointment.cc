#include "features/applicant/confirm_appointment/confirm_appointment.h"

#include "appointments/change_status.h"

namespace temujanji::features::confirm_appointment {

ConfirmAppointment::Outcome ConfirmAppointment::apply(engine::Scope& scope) const {
  return appointments::change_status(scope, {appointment, actor, ""}, domain::confirm);
}

}  // namespace temujanji::features::confirm_appointment
