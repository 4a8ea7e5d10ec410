#pragma once
#include <memory>

#include "storage/connection.h"
#include "storage/tables.h"

namespace temujanji::storage {

/// Writes rows of one table as they come. Refers to the connection, the table and the statement.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  /// Writes a row with the table's columns in their order, at the latest with `flush`. Throws Fault.
  virtual void add(const Rows& row) = 0;
  /// Writes what waits. Throws Fault.
  virtual void flush() = 0;
};

/// For SQLite: `insert` has a parameter for each column.
std::unique_ptr<RowWriter> write_one_by_one(Connection& target, const Table& table, const Statement& insert);
/// For PostgreSQL: `insert` has an array for each column. A few megabytes of rows go together, so that rows
/// do not wait for the network one by one.
std::unique_ptr<RowWriter> write_in_arrays(Connection& target, const Table& table, const Statement& insert);

}  // namespace temujanji::storage
