#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "storage/connection.h"

namespace temujanji::cli {

/// What a check found.
struct Finding {
  /// "I1 …": the invariant and what was looked at.
  std::string_view check;
  std::size_t violations = 0;
  /// The first few, by row; never personal data.
  std::vector<std::string> examples;
};

/// Checks the invariants that the tables can show, I1 to I7, I9 and I12. Only reads; on a database in use a
/// check may see a moment later than the one before it, but each is one statement and so consistent in
/// itself. Throws Fault.
std::vector<Finding> examine(storage::Connection& connection, base::Instant now);

}  // namespace temujanji::cli
