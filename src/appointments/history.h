#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// Whether a change is told to the applicant by mail.
enum class Tell { applicant, nobody };

/// Writes what happened to an appointment, and queues the mail about it in the same transaction. `kind` is
/// the status it got; `actor` who did it; `detail` a chosen reason, never a person's data.
void append_event(engine::Scope& scope, domain::AppointmentId appointment, std::string_view kind,
                  std::string_view actor, std::string_view detail, Tell tell);

/// The same for many, written together.
struct NewEvent {
  domain::AppointmentId appointment;
  std::string_view kind;
  std::string_view actor;
  std::string_view detail;
  Tell tell;
};
void append_events(engine::Scope& scope, std::span<const NewEvent> events);

/// Seats of a slot that come back.
struct FreedSeats {
  domain::SlotId slot;
  int seats;
};
/// Gives seats back and announces the new figures.
void free_seats(engine::Scope& scope, std::vector<FreedSeats> freed);

}  // namespace temujanji::appointments
