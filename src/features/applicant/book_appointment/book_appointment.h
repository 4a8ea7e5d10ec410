#pragma once
#include <optional>
#include <string>

#include "appointments/take_seats.h"
#include "domain/applicant.h"
#include "features/app.h"
#include "features/target.h"

namespace temujanji::features::book_appointment {

/// A booking that a face (form or JSON) has checked and wants made. What may refuse it then: key_mismatch,
/// already_booked, slot_full, slot_gone, hold_expired.
struct Order {
  domain::SlotId slot;
  domain::ServiceId service;
  domain::Applicant applicant;
  base::Language language = base::Language::ms;
  std::string actor;  // "applicant" or "api"
  std::optional<domain::HoldId> hold;
  /// The submission's idempotency key; empty: none.
  std::string key;
  /// The place and time that were asked for, in words that do not change when the slot is gone.
  std::string wish;
};

/// What must be the same for a submission under a used key to be its repetition: a keyed hash of the wish and
/// of all that was said of the applicant.
base::Digest request_hash(const App& app, const Order& order);

/// The command that makes the booking: with its reference, the person's data sealed.
appointments::TakeSeats make_command(App& app, const Order& order);

}  // namespace temujanji::features::book_appointment
