#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "storage/connection.h"

namespace temujanji::storage {

/// What a column holds, or null.
enum class Kind { integer, text, blob };

struct Column {
  std::string name;
  Kind kind;
  bool operator==(const Column&) const = default;
};

/// A table as the database itself describes it.
struct Table {
  std::string name;
  std::vector<Column> columns;
  /// Places in `columns` of the primary key's columns, in the key's order.
  std::vector<std::size_t> key;
  bool operator==(const Table&) const = default;
};

/// Every table of the database but `migration`, each behind those it refers to. The same schema gives the
/// same list on SQLite and on PostgreSQL. Throws Fault for a table without a primary key, a column that is
/// neither whole number nor text nor bytes, and tables that refer to each other in a circle.
std::vector<Table> list_tables(Connection& connection);

}  // namespace temujanji::storage
