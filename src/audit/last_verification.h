#pragma once
#include <optional>

#include "audit/verify.h"
#include "base/result.h"
#include "engine/engine.h"

/// What was found when the whole log was last walked, kept for auditors.
namespace temujanji::audit {

struct KeptVerification {
  base::Instant begun_at{};
  base::Instant ended_at{};
  std::uint64_t size = 0;
  std::int64_t heads = 0;
  std::size_t problem_count = 0;
  /// The first of them.
  std::vector<std::string> problems = {};
};

std::optional<KeptVerification> find_last_verification(storage::Connection& connection);

/// Keeps what was found.
struct RecordVerification {
  KeptVerification found;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

/// Walks the whole log and keeps what was found. Nothing, if that was done after `due_after` or `go_on` says
/// no. For one process at a time.
std::optional<KeptVerification> verify_if_due(engine::Engine& engine, storage::Connection& connection,
                                              const base::Clock& clock, std::string_view public_key,
                                              const std::vector<HeadsFile>& witnesses,
                                              base::Instant due_after, const std::function<bool()>& go_on);

}  // namespace temujanji::audit
