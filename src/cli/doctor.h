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

/// Checks the invariants that the tables can show, I1 to I10, I12 and I13; of the audit log the quick part.
/// Only reads; on a database in use a check may see a moment later than the one before it, but is consistent
/// in itself. `public_key` is the installation's; empty: signatures are not looked at. Throws Fault.
std::vector<Finding> examine(storage::Connection& connection, base::Instant now, std::string_view public_key);

}  // namespace temujanji::cli
