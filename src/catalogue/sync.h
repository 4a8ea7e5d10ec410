#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "catalogue/import.h"
#include "storage/connection.h"

namespace temujanji::catalogue {

/// The value of a column: null, a number or a text.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;
using Cells = std::vector<Cell>;

/// A table that an import makes equal to a list of rows. `list` gives, and `insert` and `update` take, all
/// columns in one order, of which the first `key_columns` are the key; `remove` takes the key. `kinds` has a
/// letter for each column: n for a number, t for a text.
struct SyncedTable {
  std::string_view name;
  const storage::Statement& list;
  const storage::Statement& insert;
  const storage::Statement& update;
  const storage::Statement& remove;
  std::string_view kinds;
  std::size_t key_columns;
};

/// What must be done to a table, found before anything is written.
struct TableChanges {
  std::vector<Cells> insert;
  std::vector<Cells> update;
  std::vector<Cells> remove;  // keys
  TableCounts counts;
};

std::vector<Cells> read_rows(storage::Connection& connection, const SyncedTable& table);
TableChanges compare_rows(const SyncedTable& table, const std::vector<Cells>& present,
                          const std::vector<Cells>& wanted);
/// Inserts and updates.
void write_rows(storage::Connection& connection, const SyncedTable& table, const TableChanges& changes);
void remove_rows(storage::Connection& connection, const SyncedTable& table, const TableChanges& changes);

}  // namespace temujanji::catalogue
