#pragma once
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/crypto.h"
#include "base/language.h"
#include "domain/allocation.h"
#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// Keeps seats for a browser, or for a caller of the JSON interface, until `expires_at`.
struct HoldRequest {
  domain::HoldId id;
  domain::SlotId slot;
  domain::ServiceId service;
  int seats = 1;
  base::Instant expires_at;
  /// Keyed hash of the browser's cookie; its earlier hold is replaced and what was typed there carried over.
  std::optional<base::Digest> browser;
};

/// Makes an appointment, with or without seats that were held before.
struct BookRequest {
  domain::AppointmentId id;
  /// Without separators. Of the submission's idempotency key (`reference_of_key`), or random without one.
  std::string reference;
  domain::SlotId slot;
  domain::ServiceId service;
  int seats = 1;
  base::Digest identity;  // keyed hash of the identity document
  std::string person;     // sealed for this appointment
  base::Language language = base::Language::ms;
  std::string actor;  // "applicant" or "api"
  std::optional<domain::HoldId> hold;
  /// Keyed hash of what was submitted under an idempotency key; nothing without a key.
  std::optional<base::Digest> request_hash;
};

/// Takes seats of a slot, for a while or for good. All TakeSeats of a batch are decided together, in order of
/// arrival: the facts are read once, `domain::allocate` decides, and the results are written set-wise. A
/// refusal writes nothing.
struct TakeSeats {
  std::variant<HoldRequest, BookRequest> request;

  struct Outcome {
    domain::Verdict verdict;
    /// For `granted` and `repeated` bookings: the appointment that stands.
    domain::AppointmentId appointment;
    std::string reference;
  };
  static void apply_group(engine::Scope& scope, std::span<engine::Member<TakeSeats>> members);
  void claim(engine::Claims& claims) const;
};

/// The reference of what is booked under an idempotency key: the same key finds the same appointment, and
/// nobody without the installation's key can tell one from the other.
std::string reference_of_key(const base::KeyRing& keys, std::string_view key);

/// The hash of what was submitted under the key of this reference, if it was booked. For answering a repeated
/// submission whose slot can no longer be booked; TakeSeats itself asks under lock.
std::optional<base::Digest> find_submitted(storage::Connection& connection, std::string_view reference);

}  // namespace temujanji::appointments
