#pragma once
#include <cstdint>
#include <string>

#include "engine/engine.h"

namespace temujanji::audit {

/// Something that was looked at or done. Ids only, never a person's data: what stands here is kept for ever
/// and shown to auditors.
struct Entry {
  /// Who: "staff:<id>", "applicant", "api" or "operator".
  std::string actor;
  /// What: "looked", "signed_in", … in the past tense.
  std::string act;
  /// At what: "appointment:<id>", "staff:<id>", "office:<id>", …
  std::string subject;
  /// The office it concerns, 0 for none.
  std::int64_t office = 0;
  /// More words, for instance a chosen reason.
  std::string detail = {};
};

/// Actor, act and subject have at most so many bytes and are not empty; a longer detail is cut.
constexpr std::size_t kWordBytesMax = 100;
constexpr std::size_t kDetailBytesMax = 500;

/// Writes an entry in a command's transaction. Changes of appointments and of numbers at the counter need
/// none: their own events are in the log.
void append(engine::Scope& scope, const Entry& entry);

/// For looks that change nothing else; the outcome is always true. A page that shows a person's data waits
/// for it before it answers.
struct Append {
  Entry entry;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::audit
