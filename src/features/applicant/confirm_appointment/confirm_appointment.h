#pragma once
#include <string>

#include "base/result.h"
#include "domain/ids.h"
#include "domain/life_cycle.h"
#include "engine/engine.h"

namespace temujanji::features::confirm_appointment {

/// The applicant says that they will come. Refused once the appointment has begun (too_late) and when it is
/// not live (wrong_state); confirming again changes nothing.
struct ConfirmAppointment {
  domain::AppointmentId appointment;
  std::string actor;

  using Outcome = base::Result<domain::Status, domain::LifeCycleRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::features::confirm_appointment
