#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/fault.h"
#include "base/id.h"
#include "storage/statement.h"

namespace temujanji::storage {

/// Bytes bound or read as a blob.
struct Blob {
  std::string_view bytes;
};

/// A value for `$1`, `$2`, … of a statement. Refers to text and bytes until the call returns.
class Parameter {
 public:
  Parameter(std::nullptr_t) {}
  Parameter(std::int64_t number) : value_(number) {}
  Parameter(int number) : value_(std::int64_t{number}) {}
  Parameter(std::string_view text) : value_(text) {}
  Parameter(const std::string& text) : value_(std::string_view(text)) {}
  Parameter(const char* text) : value_(std::string_view(text)) {}
  Parameter(Blob blob) : value_(blob) {}
  Parameter(const base::Digest& digest) : value_(Blob{base::bytes_of(digest)}) {}
  Parameter(base::Instant at) : value_(base::to_millis(at)) {}
  template <class Tag>
  Parameter(base::Id<Tag> id) : value_(id.value) {}
  template <class T>
  Parameter(const std::optional<T>& value) {
    if (value) *this = Parameter(*value);
  }

  const std::variant<std::monostate, std::int64_t, std::string_view, Blob>& value() const { return value_; }

 private:
  std::variant<std::monostate, std::int64_t, std::string_view, Blob> value_;
};

using Parameters = std::initializer_list<Parameter>;

/// The values of many runs of one statement. Refers to text and bytes as Parameter does.
class ParameterRows {
 public:
  /// Each row must have as many values as the first.
  void add(Parameters row) { add(std::span(row.begin(), row.size())); }
  void add(std::span<const Parameter> row) {
    if (values_.empty()) columns_ = row.size();
    CHECK(row.size() == columns_);
    values_.insert(values_.end(), row.begin(), row.end());
  }
  std::size_t size() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  bool empty() const { return values_.empty(); }
  std::size_t columns() const { return columns_; }
  std::span<const Parameter> row(std::size_t number) const {
    return std::span(values_).subspan(number * columns_, columns_);
  }
  void clear() { values_.clear(); }

 private:
  std::size_t columns_ = 0;
  std::vector<Parameter> values_;
};

/// The rows of one query, read one after the other. At most one Rows of a statement is alive on a connection;
/// views it hands out live until the next `next()`.
class Rows {
 public:
  /// What a database implements; `column` counts from 0.
  class Cursor {
   public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;
    /// Called when the Rows goes out of scope.
    virtual void release() = 0;
  };

  explicit Rows(Cursor& cursor) : cursor_(&cursor) {}
  Rows(Rows&& other) noexcept : cursor_(std::exchange(other.cursor_, nullptr)) {}
  Rows& operator=(Rows&&) = delete;
  ~Rows() {
    if (cursor_ != nullptr) cursor_->release();
  }

  /// Steps to the next row; false after the last. Throws Fault.
  bool next() { return cursor_->next(); }
  bool is_null(int column) const { return cursor_->is_null(column); }
  std::int64_t integer(int column) const { return cursor_->integer(column); }
  int small(int column) const { return static_cast<int>(cursor_->integer(column)); }
  std::string_view text(int column) const { return cursor_->bytes(column); }
  std::string string(int column) const { return std::string(cursor_->bytes(column)); }
  std::string_view blob(int column) const { return cursor_->bytes(column); }
  base::Digest digest(int column) const { return base::digest_from(blob(column)); }
  base::Instant instant(int column) const { return base::from_millis(integer(column)); }
  std::optional<base::Instant> instant_or_none(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
  }
  template <class Tagged>
  Tagged id(int column) const {
    return Tagged{integer(column)};
  }

 private:
  Cursor* cursor_;
};

/// One connection to the database. Used by one thread at a time.
class Connection {
 public:
  /// Called for each row of the result, with the number of the parameters it belongs to, from 0.
  using Visit = std::function<void(std::size_t number, const Rows& row)>;

  virtual ~Connection() = default;
  /// Runs a statement that gives rows. Throws Fault.
  virtual Rows query(const Statement& statement, std::span<const Parameter> parameters) = 0;
  /// Runs a statement that changes rows and tells how many it changed. Throws Fault, for a violated
  /// constraint ConstraintFault.
  virtual std::int64_t execute(const Statement& statement, std::span<const Parameter> parameters) = 0;
  /// Runs a statement that changes rows once for each row of parameters, in any order; inside a transaction
  /// only. Its PostgreSQL text takes an array in place of each value. PostgreSQL may tell a fault only at the
  /// next query or at commit.
  virtual void execute_each(const Statement& statement, const ParameterRows& parameters) = 0;
  /// Runs a query once for each row of parameters. Its PostgreSQL text takes arrays and gives the number of
  /// the parameters, from 1, as last column. `visit` is called now or at the latest in `read_answers`, so
  /// that several questions can travel together; what it refers to must live until then.
  virtual void ask_each(const Statement& statement, const ParameterRows& parameters, Visit visit) = 0;
  virtual void read_answers() {}
  /// Like `query` for results that are too large to be held in memory at once. Nothing else may run on the
  /// connection until the rows are read or gone.
  virtual Rows stream(const Statement& statement, std::span<const Parameter> parameters) {
    return query(statement, parameters);
  }
  /// Runs statements separated by semicolons, without parameters; for migrations.
  virtual void run_script(std::string_view sql) = 0;
  /// Begins a transaction. Throws PassingFault, Fault.
  virtual void begin() = 0;
  /// What follows in the transaction waits until no transaction of another process has claimed one of the
  /// numbers. Whoever claims does so in one order, so that no two wait for each other.
  virtual void claim(std::span<const std::int64_t> numbers) { static_cast<void>(numbers); }
  /// Whether the transaction had to wait for something it claimed, as far as answers were read.
  virtual bool has_waited() const { return false; }
  /// Numbers the transaction now, for statements that write the number. SQLite needs none.
  virtual void number_transaction() {}
  /// Returns only when the changes are durable. Gives the number of the transaction: of two with a claim in
  /// common the later one has the higher number; 0 on PostgreSQL for one that changed nothing. Throws Fault
  /// if nothing of the transaction stands, UnknownCommit if that is not sure.
  virtual std::int64_t commit() = 0;
  virtual void rollback() noexcept = 0;
  /// After UnknownCommit: the number of the transaction if it stands, 0 if not, once it is over. Throws
  /// PassingFault while the database cannot be asked, Fault if it cannot tell.
  virtual std::int64_t find_out_commit() { return 0; }
  /// Whether other processes may write to the database at the same time, so that claims are worth the work.
  virtual bool is_shared() const { return false; }
  /// Whether this process leads in something only one process should do at a time; `what` names it. Stays so
  /// until the connection is closed or lost, then another process leads.
  virtual bool lead(std::int32_t what) {
    static_cast<void>(what);
    return true;
  }
  /// Between these only one process changes the schema. SQLite's one writer needs no more than a transaction.
  virtual void lock_schema() {}
  virtual void unlock_schema() noexcept {}

  Rows query(const Statement& statement, Parameters parameters = {}) {
    return query(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }
  std::int64_t execute(const Statement& statement, Parameters parameters = {}) {
    return execute(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }
  Rows stream(const Statement& statement, Parameters parameters = {}) {
    return stream(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }
};

/// What commands are handed: the open write transaction. Rolled back unless committed; only the engine
/// commits.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) { connection_.begin(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) connection_.rollback();
  }
  /// See Connection::commit.
  std::int64_t commit() {
    const std::int64_t number = connection_.commit();
    open_ = false;
    return number;
  }

  Rows query(const Statement& statement, Parameters parameters = {}) {
    return connection_.query(statement, parameters);
  }
  std::int64_t execute(const Statement& statement, Parameters parameters = {}) {
    return connection_.execute(statement, parameters);
  }
  void execute_each(const Statement& statement, const ParameterRows& parameters) {
    connection_.execute_each(statement, parameters);
  }
  void ask_each(const Statement& statement, const ParameterRows& parameters, Connection::Visit visit) {
    connection_.ask_each(statement, parameters, std::move(visit));
  }
  void read_answers() { connection_.read_answers(); }
  /// For readers that are shared by commands and pages.
  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
  bool open_ = true;
};

/// A unique, check or foreign-key constraint refused a row.
class ConstraintFault : public base::Fault {
 public:
  using Fault::Fault;
};

/// The database was away, or gave this transaction up for another: nothing of it stands, and the same may
/// succeed a moment later.
class PassingFault : public base::Fault {
 public:
  using Fault::Fault;
};

/// COMMIT had no answer, or one before it stood on a synchronous replica: the transaction may stand or not.
class UnknownCommit : public base::Fault {
 public:
  using Fault::Fault;
};

}  // namespace temujanji::storage
