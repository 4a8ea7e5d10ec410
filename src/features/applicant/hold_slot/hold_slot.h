#pragma once
#include <chrono>

#include "base/result.h"
#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::features::hold_slot {

enum class HoldRefusal {
  hold_expired,  // it has ended, or never was
  at_limit,      // it cannot be extended any further
};

/// Gives the seats of a hold back. Releasing what has ended is refused and changes nothing.
struct ReleaseHold {
  domain::HoldId id;
  /// Where it holds them, as far as known; others may want them.
  domain::SlotId slot = {};

  using Outcome = base::Result<base::Done, HoldRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(slot.value); }
};

/// Keeps the seats for `extension` from now, but never longer than `longest` after the hold began.
struct ExtendHold {
  domain::HoldId id;
  std::chrono::minutes extension;
  std::chrono::minutes longest;

  using Outcome = base::Result<base::Instant, HoldRefusal>;  // until when
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::features::hold_slot
