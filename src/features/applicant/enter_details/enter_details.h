#pragma once
#include <string>

#include "base/result.h"
#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::features::enter_details {

struct HoldEnded {};

/// Keeps what was typed with the hold, sealed, until it is booked or some hours after it ended.
struct SaveDetails {
  domain::HoldId hold;
  std::string sealed;

  using Outcome = base::Result<base::Done, HoldEnded>;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::features::enter_details
