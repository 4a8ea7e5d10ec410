#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

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

/// A value for `$1`, `$2`, … of a statement. Refers to text and bytes; they must outlive the call.
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
  base::Instant instant(int column) const { return base::from_millis(integer(column)); }
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
  virtual ~Connection() = default;
  /// Runs a statement that gives rows. Throws Fault.
  virtual Rows query(const Statement& statement, std::span<const Parameter> parameters) = 0;
  /// Runs a statement that changes rows and tells how many it changed. Throws Fault, for a violated
  /// constraint ConstraintFault.
  virtual std::int64_t execute(const Statement& statement, std::span<const Parameter> parameters) = 0;
  /// Runs statements separated by semicolons, without parameters; for migrations.
  virtual void run_script(std::string_view sql) = 0;
  virtual void begin() = 0;
  /// Returns only when the changes are durable. Throws Fault; then it is unknown on PostgreSQL, and on SQLite
  /// sure, that nothing of the transaction stands.
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  /// Between these only one process changes the schema. SQLite's one writer needs no more than a transaction.
  virtual void lock_schema() {}
  virtual void unlock_schema() noexcept {}

  Rows query(const Statement& statement, Parameters parameters = {}) {
    return query(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }
  std::int64_t execute(const Statement& statement, Parameters parameters = {}) {
    return execute(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
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
  void commit() {
    connection_.commit();
    open_ = false;
  }

  Rows query(const Statement& statement, Parameters parameters = {}) {
    return connection_.query(statement, parameters);
  }
  std::int64_t execute(const Statement& statement, Parameters parameters = {}) {
    return connection_.execute(statement, parameters);
  }
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

}  // namespace temujanji::storage
