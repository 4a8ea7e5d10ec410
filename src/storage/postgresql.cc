#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "base/text.h"
#include "storage/database.h"
#include "storage/postgresql_dialect.h"

namespace temujanji::storage {
namespace {

constexpr std::size_t kParametersMax = 32;
constexpr int kBinary = 1;
constexpr int kText = 0;

// Object ids of built-in types, fixed by PostgreSQL's catalogue (pg_type.dat).
constexpr Oid kBoolean = 16;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

/// The first line of what PostgreSQL says; further ones may quote rows, and with them personal data.
std::string said(const PGresult* result) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return text == nullptr ? "the connection to the database is lost" : text;
}

bool is_constraint(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state != nullptr && std::string_view(state).starts_with("23");
}

bool is_done(const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void check(const Result& result, std::string_view doing) {
  if (is_done(result)) return;
  const std::string text = std::string(doing) + ": " + said(result.get());
  if (is_constraint(result.get())) throw ConstraintFault(text);
  throw base::Fault(text);
}

std::int64_t big_endian(const char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  const int unused = 64 - 8 * count;
  return static_cast<std::int64_t>(value << unused) >> unused;
}

/// Parameters in the shape libpq wants. Numbers go as text, which fits whatever type the server infers; text
/// and bytes go as they are.
class Bound {
 public:
  explicit Bound(std::span<const Parameter> parameters) : count_(static_cast<int>(parameters.size())) {
    CHECK(parameters.size() <= kParametersMax);
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(i, parameters[i]);
  }
  int count() const { return count_; }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void bind(std::size_t i, const Parameter& parameter) {
    if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
      std::array<char, kDigitsMax>& digits = numbers_[i];
      *std::to_chars(digits.data(), digits.data() + digits.size() - 1, *number).ptr = '\0';
      values_[i] = digits.data();
      formats_[i] = kText;
    } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
      bind_bytes(i, *text);
    } else if (const auto* blob = std::get_if<Blob>(&parameter.value())) {
      bind_bytes(i, blob->bytes);
    }
  }
  void bind_bytes(std::size_t i, std::string_view bytes) {
    values_[i] = bytes.data() == nullptr ? "" : bytes.data();
    lengths_[i] = static_cast<int>(bytes.size());
    formats_[i] = kBinary;
  }

  static constexpr std::size_t kDigitsMax = 24;
  int count_;
  std::array<const char*, kParametersMax> values_{};
  std::array<int, kParametersMax> lengths_{};
  std::array<int, kParametersMax> formats_{};
  std::array<std::array<char, kDigitsMax>, kParametersMax> numbers_{};
};

/// A statement of a connection, its name on the server, and the rows it gave last.
class Prepared final : public Rows::Cursor {
 public:
  Prepared(const Statement& statement, std::size_t number)
      : statement_(statement), server_name_("s" + std::to_string(number)) {}

  void run(PGconn* connection, int generation, std::span<const Parameter> parameters) {
    CHECK(!busy_);  // the Rows of an earlier query of this statement is still alive
    if (generation_ != generation) prepare(connection, generation);
    const Bound bound(parameters);
    result_.reset(PQexecPrepared(connection, server_name_.c_str(), bound.count(), bound.values(),
                                 bound.lengths(), bound.formats(), kBinary));
    check(result_, statement_.name);
    row_ = -1;
    busy_ = true;
  }
  std::int64_t changed() const {
    return base::parse_number<std::int64_t>(PQcmdTuples(result_.get())).value_or(0);
  }

  bool next() override { return ++row_ < PQntuples(result_.get()); }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const char* value = PQgetvalue(result_.get(), row_, column);
    switch (PQftype(result_.get(), column)) {
      case kInt8:
        return big_endian(value, 8);
      case kInt4:
        return big_endian(value, 4);
      case kInt2:
        return big_endian(value, 2);
      case kBoolean:
        return *value;
      default:
        throw base::Fault(std::string(statement_.name) + ": column " + std::to_string(column) +
                          " is no whole number");
    }
  }
  std::string_view bytes(int column) const override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }
  void release() override {
    result_.reset();
    busy_ = false;
  }

 private:
  void prepare(PGconn* connection, int generation) {
    const std::string sql(statement_.postgresql.empty() ? statement_.sqlite : statement_.postgresql);
    check(Result(PQprepare(connection, server_name_.c_str(), sql.c_str(), 0, nullptr)), statement_.name);
    generation_ = generation;
  }

  const Statement& statement_;
  std::string server_name_;
  /// The connection it is prepared on; each new one begins without statements.
  int generation_ = 0;
  Result result_;
  int row_ = -1;
  bool busy_ = false;
};

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(std::string url, Access access, std::chrono::microseconds sync_delay)
      : url_(std::move(url)), access_(access), sync_delay_(sync_delay) {
    connect();
  }

  using Connection::execute;
  using Connection::query;

  Rows query(const Statement& statement, std::span<const Parameter> parameters) override {
    return Rows(run(statement, parameters));
  }
  std::int64_t execute(const Statement& statement, std::span<const Parameter> parameters) override {
    Prepared& prepared = run(statement, parameters);
    const Rows rows(prepared);
    return prepared.changed();
  }
  void run_script(std::string_view sql) override {
    ensure_connected();
    command(as_postgresql(sql), "running a script");
  }

  void begin() override {
    ensure_connected();
    command("BEGIN", "beginning a transaction");
    in_transaction_ = true;
    changed_ = false;
  }
  void commit() override {
    in_transaction_ = false;
    const Result result(PQexec(connection_.get(), "COMMIT"));
    check(result, "committing");
    // What failed before makes of COMMIT a ROLLBACK without an error.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw base::Fault("the transaction was rolled back");
    if (changed_ && sync_delay_.count() > 0) std::this_thread::sleep_for(sync_delay_);
  }
  void rollback() noexcept override {
    in_transaction_ = false;
    const Result result(PQexec(connection_.get(), "ROLLBACK"));
  }

  void lock_schema() override {
    ensure_connected();
    command("SELECT pg_advisory_lock(" + std::to_string(kSchemaLock) + ")", "waiting for the schema");
  }
  void unlock_schema() noexcept override {
    const std::string sql = "SELECT pg_advisory_unlock(" + std::to_string(kSchemaLock) + ")";
    const Result result(PQexec(connection_.get(), sql.c_str()));
  }

 private:
  /// Any number, the same in all processes of an installation.
  static constexpr std::int64_t kSchemaLock = 0x54454D55;

  Prepared& run(const Statement& statement, std::span<const Parameter> parameters) {
    ensure_connected();
    auto& prepared = prepared_[&statement];
    if (!prepared) prepared = std::make_unique<Prepared>(statement, prepared_.size());
    prepared->run(connection_.get(), generation_, parameters);
    changed_ = changed_ || prepared->changed() > 0;
    return *prepared;
  }

  void command(const std::string& sql, std::string_view doing) {
    check(Result(PQexec(connection_.get(), sql.c_str())), doing);
  }

  /// A connection that was lost between transactions is made anew; one lost inside has lost the transaction.
  void ensure_connected() {
    if (!in_transaction_ && PQstatus(connection_.get()) != CONNECTION_OK) connect();
  }

  void connect() {
    connection_.reset(PQconnectdb(url_.c_str()));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      throw base::Fault("cannot reach the database: " +
                        std::string(base::trim(PQerrorMessage(connection_.get()))));
    }
    ++generation_;
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    command("SET client_encoding = 'UTF8'; SET application_name = 'temujanji'", "setting the connection up");
    if (access_ == Access::read)
      command("SET default_transaction_read_only = on", "setting the connection up");
  }

  const std::string url_;
  const Access access_;
  const std::chrono::microseconds sync_delay_;
  std::unique_ptr<PGconn, FinishConnection> connection_;
  int generation_ = 0;
  bool in_transaction_ = false;
  bool changed_ = false;
  std::unordered_map<const Statement*, std::unique_ptr<Prepared>> prepared_;
};

class PostgresqlDatabase final : public Database {
 public:
  PostgresqlDatabase(std::string url, std::chrono::microseconds sync_delay)
      : url_(std::move(url)), sync_delay_(sync_delay) {}
  std::unique_ptr<Connection> connect(Access access) override {
    return std::make_unique<PostgresqlConnection>(url_, access, sync_delay_);
  }

 private:
  const std::string url_;
  const std::chrono::microseconds sync_delay_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const std::string& url, std::chrono::microseconds sync_delay) {
  auto database = std::make_unique<PostgresqlDatabase>(url, sync_delay);
  database->connect(Access::write);
  return database;
}

}  // namespace temujanji::storage
