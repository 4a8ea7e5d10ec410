#pragma once
#include "audit/append.h"
#include "catalogue/changes.h"

namespace temujanji::features::manage_catalogue {

/// Saves a change and writes down who did; a refusal writes nothing.
struct SaveAndTell {
  catalogue::SaveChange save;
  std::string actor;

  using Outcome = catalogue::SaveChange::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { save.claim(claims); }
};

}  // namespace temujanji::features::manage_catalogue
