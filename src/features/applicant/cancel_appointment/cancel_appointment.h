#pragma once
#include <string>

#include "base/result.h"
#include "domain/ids.h"
#include "domain/life_cycle.h"
#include "engine/engine.h"

namespace temujanji::features::cancel_appointment {

/// The applicant gives the appointment up; its seats are free at once. Refused once it has begun (too_late)
/// and when it is not live any more (wrong_state).
struct CancelAppointment {
  domain::AppointmentId appointment;
  /// Where it was when it was found; others may want its seats.
  domain::SlotId slot;
  std::string actor;
  /// One of the reasons of the page, or empty.
  std::string reason;

  using Outcome = base::Result<domain::Status, domain::LifeCycleRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(slot.value); }
};

}  // namespace temujanji::features::cancel_appointment
