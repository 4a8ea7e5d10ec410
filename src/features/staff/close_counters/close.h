#pragma once
#include "audit/append.h"
#include "catalogue/closures.h"
#include "engine/engine.h"

/// Closing and reopening as the audit log has them.
namespace temujanji::features::close_counters {

/// Makes a closure and writes down who did; a refusal writes nothing.
struct CloseCounters {
  catalogue::AddClosure close;

  using Outcome = catalogue::AddClosure::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { close.claim(claims); }
};

/// Undoes one and writes down who did. False: there is none in force.
struct OpenCounters {
  catalogue::RemoveClosure open;
  catalogue::ClosurePlace place;

  using Outcome = catalogue::RemoveClosure::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { open.claim(claims); }
};

}  // namespace temujanji::features::close_counters
