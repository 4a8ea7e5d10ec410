#pragma once
#include <chrono>

#include "engine/engine.h"

namespace temujanji::appointments {

/// Ends holds whose time is over and gives their seats back; at most `at_most` of them, so that a batch stays
/// short. Any process may run it at any time.
struct ExpireHolds {
  int at_most = 500;

  using Outcome = int;  // how many ended
  Outcome apply(engine::Scope& scope) const;
};

/// Erases what was typed into forms whose hold ended longer than `kept` ago.
struct EraseDrafts {
  std::chrono::hours kept;

  using Outcome = int;  // how many were erased
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::appointments
