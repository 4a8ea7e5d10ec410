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

/// Every table of the database but `migration` and `process`, each behind those it refers to here or in
/// `other`, which must have the same tables. The same schema gives the same list on SQLite and on PostgreSQL,
/// though not all references are foreign keys on both. Throws Fault for a table without a primary key, a
/// column that is neither whole number nor text nor bytes, and tables that refer to each other in a circle.
std::vector<Table> list_tables(Connection& connection, Connection& other);

}  // namespace temujanji::storage
