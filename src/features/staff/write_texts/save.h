#pragma once
#include "audit/append.h"
#include "catalogue/page_texts.h"

namespace temujanji::features::write_texts {

/// Saves a text and writes down who did; a refusal writes nothing.
struct SaveText {
  catalogue::SavePageText save;

  using Outcome = catalogue::SavePageText::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { save.claim(claims); }
};

}  // namespace temujanji::features::write_texts
