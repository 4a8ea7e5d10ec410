#pragma once
#include <deque>
#include <string>

#include "storage/connection.h"
#include "storage/tables.h"

namespace temujanji::storage {

/// Writes rows of one table, many at a time, so that they do not wait for the network one by one. `insert`
/// has a parameter for each column, on PostgreSQL an array. Refers to the connection, the table and the
/// statement.
class RowWriter {
 public:
  RowWriter(Connection& target, const Table& table, const Statement& insert)
      : target_(target), table_(table), insert_(insert) {}
  /// Writes a row with the table's columns in their order, at the latest with `flush`. Throws Fault.
  void add(const Rows& row);
  /// Writes what waits. Throws Fault.
  void flush();

 private:
  Parameter keep(std::string_view bytes, Kind kind);

  Connection& target_;
  const Table& table_;
  const Statement& insert_;
  ParameterRows rows_;
  /// What the parameters refer to.
  std::deque<std::string> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace temujanji::storage
