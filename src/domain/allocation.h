#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"

namespace temujanji::domain {

/// The seats of one slot as they stand when a batch is decided.
struct SlotSeats {
  base::Instant starts_at;
  int seats = 0;
  int taken = 0;
  /// No longer offered: nobody new gets in.
  bool withdrawn = false;
};

/// Seats that somebody keeps while filling in the form.
struct HeldSeats {
  std::size_t slot = 0;  // index into AllocationFacts::slots
  int seats = 0;
  base::Instant expires_at;
  bool ended = false;
};

/// What is known of an idempotency key: the submission that took effect under it, if any.
struct KeyUse {
  std::optional<base::Digest> request_hash;
  /// The request of this batch that took effect; nothing if it was in an earlier batch.
  std::optional<std::size_t> request;
};

/// Everything a batch is decided on, read under lock. `allocate` keeps it up to date as it grants.
struct AllocationFacts {
  std::vector<SlotSeats> slots;
  std::vector<HeldSeats> holds;                          // granted holds are appended
  std::vector<std::optional<std::size_t>> browser_hold;  // per browser: its newest hold, if it has one
  std::vector<bool> identity_has_live;                   // per identity and service
  std::vector<KeyUse> keys;
};

/// One request for seats, in indexes into the facts.
struct SeatRequest {
  enum class Kind { hold, book };
  Kind kind = Kind::book;
  std::size_t slot = 0;
  int seats = 1;
  /// hold: whose it is; the browser's earlier hold is replaced.
  std::optional<std::size_t> browser;
  base::Instant hold_expires_at{};
  /// book: the hold whose seats it takes over.
  std::optional<std::size_t> held;
  std::optional<std::size_t> identity;
  std::optional<std::size_t> key;
  base::Digest request_hash{};
};

enum class Verdict {
  granted,
  repeated,        // the same submission took effect before; nothing more happens
  key_mismatch,    // the key was used for another submission
  already_booked,  // the identity has a live appointment for the service
  slot_full,
  slot_gone,     // withdrawn or begun
  hold_expired,  // the hold has ended, or is of another slot
};

struct Decision {
  Verdict verdict = Verdict::granted;
  /// For `repeated`: the request of this batch that took effect; nothing if it was in an earlier batch.
  std::optional<std::size_t> request;
  /// For `granted`: the live hold that ended by it.
  std::optional<std::size_t> ended_hold;
};

/// Decides all requests in order of arrival, as if they came one by one: never more seats than there are, one
/// live appointment per identity and service, one effect per key. A refused request changes nothing: also the
/// hold it would have replaced stays. `facts` holds the state after the last decision.
std::vector<Decision> allocate(AllocationFacts& facts, const std::vector<SeatRequest>& requests,
                               base::Instant now);

}  // namespace temujanji::domain
