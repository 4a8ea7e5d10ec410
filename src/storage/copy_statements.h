#pragma once
#include <string>

#include "storage/statement.h"
#include "storage/tables.h"

namespace temujanji::storage {

/// Enough that a page costs little beside its rows, few enough to hold in memory on both sides.
constexpr int kPageRows = 2000;

/// A statement with the text it refers to. Must outlive the connections that ran it.
class ComposedStatement {
 public:
  ComposedStatement(std::string name, std::string sqlite, std::string postgresql);
  ComposedStatement(const ComposedStatement&) = delete;
  ComposedStatement& operator=(const ComposedStatement&) = delete;
  const Statement& statement() const { return statement_; }

 private:
  const std::string name_, sqlite_, postgresql_;
  const Statement statement_;
};

/// What it takes to copy one table. Names come from the schema, values are parameters. Immovable, because
/// connections know statements by their address.
struct CopyStatements {
  explicit CopyStatements(const Table& table);

  /// One row if the table has any.
  const ComposedStatement find_any;
  /// PostgreSQL only: begins to read; the cursor is called `copied`.
  const ComposedStatement open_cursor;
  /// All columns of the rows in the order of the key, texts in that of their bytes. SQLite: of all rows.
  /// PostgreSQL: of the next `kPageRows` of the cursor.
  const ComposedStatement read;
  /// SQLite: one row, a parameter for each column. PostgreSQL: any number of rows, an array for each column.
  const ComposedStatement insert;
};

}  // namespace temujanji::storage
