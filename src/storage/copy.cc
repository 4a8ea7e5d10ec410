#include "storage/copy.h"

#include <deque>
#include <optional>

#include "storage/copy.sql.h"
#include "storage/copy_statements.h"
#include "storage/migrations.sql.h"
#include "storage/row_writer.h"
#include "storage/tables.h"

namespace temujanji::storage {
namespace {

bool is_on_postgresql(Connection& connection) {
  Rows rows = connection.query(sql::kIsOnPostgresql);
  return rows.next() && rows.integer(0) == 1;
}

/// While it lives, a connection sees the database as it was at one moment.
class Moment {
 public:
  explicit Moment(Connection& connection) : connection_(connection) {
    if (is_on_postgresql(connection_)) {
      connection_.begin();
      connection_.run_script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    } else {
      // `begin` would take the right to write, which a reader of SQLite has not.
      connection_.run_script("BEGIN");
    }
  }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;
  ~Moment() { connection_.rollback(); }

 private:
  Connection& connection_;
};

/// The rows of a table in the order of its key. From PostgreSQL they come in pages, because its client keeps
/// all rows of a query in memory; SQLite gives one after the other.
class TableReader {
 public:
  TableReader(Connection& connection, const CopyStatements& statements)
      : connection_(connection), statements_(statements), in_pages_(is_on_postgresql(connection)) {
    if (in_pages_) connection_.execute(statements_.open_cursor.statement());
    rows_.emplace(connection_.query(statements_.read.statement()));
  }

  /// Steps to the next row; false, and only once, after the last. Throws Fault.
  bool next() {
    if (in_pages_ && in_page_ == kPageRows) turn_page();
    if (rows_->next()) {
      ++in_page_;
      return true;
    }
    if (in_pages_) connection_.run_script("CLOSE copied");
    return false;
  }
  const Rows& row() const { return *rows_; }

 private:
  void turn_page() {
    rows_.reset();
    rows_.emplace(connection_.query(statements_.read.statement()));
    in_page_ = 0;
  }

  Connection& connection_;
  const CopyStatements& statements_;
  const bool in_pages_;
  std::optional<Rows> rows_;
  std::int64_t in_page_ = 0;
};

bool is_same(const Table& table, const Rows& one, const Rows& other) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (one.is_null(column) != other.is_null(column)) return false;
    if (one.is_null(column)) continue;
    const bool same = table.columns[i].kind == Kind::integer ? one.integer(column) == other.integer(column)
                                                             : one.blob(column) == other.blob(column);
    if (!same) return false;
  }
  return true;
}

class Copy {
 public:
  Copy(Database& source, Database& target, const CopyProgress& progress)
      : progress_(progress),
        source_(source.connect(Access::read)),
        target_(target.connect(Access::write)),
        moment_(*source_),
        transaction_(*target_) {}

  std::vector<CopiedTable> run() {
    require_this_schema();
    for (const Table& table : tables_) statements_.emplace_back(table);
    transaction_.execute(sql::kEraseSeeds);
    require_empty_target();
    for (std::size_t i = 0; i < tables_.size(); ++i) write(tables_[i], statements_[i]);
    std::vector<CopiedTable> copied;
    for (std::size_t i = 0; i < tables_.size(); ++i)
      copied.push_back({tables_[i].name, compare(tables_[i], statements_[i])});
    transaction_.commit();
    return copied;
  }

 private:
  static std::vector<int> list_versions(Connection& connection) {
    std::vector<int> versions;
    Rows rows = connection.query(sql::kListMigrations);
    while (rows.next()) versions.push_back(rows.small(0));
    return versions;
  }

  void require_this_schema() {
    if (list_versions(*source_) != list_versions(*target_)) {
      throw base::UsageFault(
          "the database to copy from was last used by another version of the program; run the newest version "
          "on "
          "it, for instance `temujanji doctor`, and copy with that");
    }
    tables_ = list_tables(*source_, *target_);
    if (tables_ != list_tables(*target_, *source_))
      throw base::Fault(
          "the databases differ in their tables or columns, although their versions are the same");
  }

  void require_empty_target() {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (transaction_.query(statements_[i].find_any.statement()).next()) {
        throw base::UsageFault("the database to copy to is not empty, it has rows in the table " +
                               tables_[i].name + "; name an empty one");
      }
    }
  }

  void write(const Table& table, const CopyStatements& statements) {
    const Statement& insert = statements.insert.statement();
    RowWriter writer(*target_, table, insert);
    TableReader reader(*source_, statements);
    tell(CopyStep::writing, table, 0);
    for (std::int64_t rows = 1; reader.next(); ++rows) {
      writer.add(reader.row());
      tell(CopyStep::writing, table, rows);
    }
    writer.flush();
  }

  /// Tells how many rows there are.
  std::int64_t compare(const Table& table, const CopyStatements& statements) {
    TableReader from(*source_, statements);
    TableReader to(*target_, statements);
    tell(CopyStep::comparing, table, 0);
    for (std::int64_t rows = 0;; tell(CopyStep::comparing, table, ++rows)) {
      const bool more = from.next();
      if (more != to.next() || (more && !is_same(table, from.row(), to.row()))) {
        throw base::Fault("the table " + table.name +
                          " does not hold the same in the copy; nothing was copied");
      }
      if (!more) return rows;
    }
  }

  void tell(CopyStep step, const Table& table, std::int64_t rows) const {
    if (rows % kProgressRows == 0) progress_(step, table.name, rows);
  }

  const CopyProgress& progress_;
  // Connections keep what they prepared until they end, so the statements end after them.
  std::vector<Table> tables_;
  std::deque<CopyStatements> statements_;
  std::unique_ptr<Connection> source_, target_;
  Moment moment_;
  Transaction transaction_;
};

}  // namespace

std::vector<CopiedTable> copy_rows(Database& source, Database& target, const CopyProgress& progress) {
  return Copy(source, target, progress).run();
}

}  // namespace temujanji::storage
