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
  domain::EventId event;
  std::string reference;  // without separators
  domain::SlotId slot;
  domain::ServiceId service;
  int seats = 1;
  base::Digest identity;  // keyed hash of the identity document
  std::string person;     // sealed for this appointment
  base::Language language = base::Language::ms;
  std::string actor;  // "applicant" or "api"
  std::optional<domain::HoldId> hold;
  /// Keyed hash of the submission's idempotency key, and of what was submitted under it.
  std::optional<base::Digest> key;
  base::Digest request_hash{};
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
};

/// What a submission under a key became.
struct KeyEffect {
  base::Digest request_hash;
  std::string reference;
};
/// For answering a repeated submission whose slot can no longer be booked; TakeSeats itself asks under lock.
std::optional<KeyEffect> find_key_effect(storage::Connection& connection, const base::Digest& key);

}  // namespace temujanji::appointments
