#pragma once
#include <string_view>

namespace temujanji::storage {

/// A named SQL statement, made at build time from a `.sql` file. Statements live as long as the program, so
/// their address identifies them in each connection's cache of prepared statements.
struct Statement {
  std::string_view name;
  std::string_view sqlite;
  /// Empty where both databases share the text.
  std::string_view postgresql;
};

}  // namespace temujanji::storage
