#pragma once
#include <string>

#include "base/result.h"
#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::appointments {

enum class MoveRefusal {
  unknown,
  /// It is at another slot than was seen: somebody else was quicker.
  changed_meanwhile,
  /// It is not live any more, or has begun without having been displaced.
  wrong_state,
  /// The slot is no longer offered, or has begun.
  slot_gone,
  slot_full,
  /// The slot's counters do not serve the appointment's service.
  not_offered,
  /// It would be earlier or at another office, and the applicant has not agreed to that (invariant I12).
  needs_agreement,
};

/// The department finds an appointment another slot: seats are taken there and given back where it was, in
/// one transaction, and the applicant gets a mail with both times. A displaced one may also get its own slot
/// back, if that is on offer again.
struct MoveAppointment {
  domain::AppointmentId appointment;
  domain::SlotId from;
  domain::SlotId to;
  /// The applicant agreed to be earlier, or at another office.
  bool agreed = false;
  std::string actor;

  /// When it is now.
  using Outcome = base::Result<base::Instant, MoveRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const {
    claims.rows.push_back(from.value);
    claims.rows.push_back(to.value);
  }
};

}  // namespace temujanji::appointments
