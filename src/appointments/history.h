#pragma once
#include <string_view>

#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// Whether a change is told to the applicant by mail.
enum class Tell { applicant, nobody };

/// Writes what happened to an appointment, and queues the mail about it in the same transaction. `kind` is
/// the status it got; `actor` who did it; `detail` a chosen reason, never a person's data.
void append_event(engine::Scope& scope, domain::AppointmentId appointment, std::string_view kind,
                  std::string_view actor, std::string_view detail, Tell tell);

/// Gives seats of a slot back and announces the new figures.
void free_seats(engine::Scope& scope, domain::SlotId slot, int seats);

}  // namespace temujanji::appointments
