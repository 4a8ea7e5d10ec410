#pragma once
#include <string>

#include "counter/counters.h"

namespace temujanji::features::set_rules {

/// Sets an office's rules and writes down who did, and what they are; a refusal writes nothing.
struct DecideRules {
  counter::SetRules set;
  std::string actor;

  using Outcome = counter::SetRules::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { set.claim(claims); }
};

}  // namespace temujanji::features::set_rules
