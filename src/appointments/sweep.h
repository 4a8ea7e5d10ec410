#pragma once
#include <chrono>
#include <vector>

#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// Ends holds whose time is over and gives their seats back; at most `at_most` of them, so that a batch stays
/// short. Any process may run it at any time.
struct ExpireHolds {
  int at_most = 500;
  /// Where they hold seats, as far as known.
  std::vector<domain::SlotId> slots = {};

  using Outcome = int;  // how many ended
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const;
};

/// The command that ends the holds whose time is over; with no slots there is nothing to do.
ExpireHolds list_expired_holds(storage::Connection& connection, base::Instant now, int at_most);

/// Erases what was typed into forms whose hold ended longer than `kept` ago.
struct EraseDrafts {
  std::chrono::hours kept;

  using Outcome = int;  // how many were erased
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::appointments
