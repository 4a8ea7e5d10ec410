#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/postgresql_link.h"

namespace temujanji::storage {

/// The number that this process has among those that write, shared by its connections. Thread-safe.
class Place {
 public:
  struct Held {
    int number;
    std::string token;
  };
  /// `ids` gets each number that is held.
  explicit Place(base::IdSource& ids) : ids_(ids) {}
  void hold(Held held);
  void drop();
  std::optional<Held> held() const;

 private:
  base::IdSource& ids_;
  mutable std::mutex mutex_;
  std::optional<Held> held_;
};

/// A statement of a connection, its name on the server, and the rows it gave last.
class PostgresqlStatement final : public Rows::Cursor {
 public:
  PostgresqlStatement(const Statement& statement, std::size_t number);

  std::string_view name() const { return statement_.name; }
  const char* server_name() const { return server_name_.c_str(); }
  const std::string& sql() const { return sql_; }
  /// The connection it is prepared on; each new one begins without statements.
  bool is_prepared(int generation) const { return generation_ == generation; }
  void prepared(int generation, const PGresult* description);
  std::span<const Oid> parameter_types() const { return parameter_types_; }

  /// Takes the rows to be read; with `link` also those that come one by one.
  void take(Result result, PGconn* link = nullptr);
  std::int64_t changed() const;
  const PGresult* result() const { return result_.get(); }

  bool next() override;
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override;
  std::string_view bytes(int column) const override;
  void release() override;
  bool is_busy() const { return busy_; }

 private:
  bool next_of_stream();

  const Statement& statement_;
  std::string server_name_;
  std::string sql_;
  int generation_ = 0;
  std::vector<Oid> parameter_types_;
  Result result_;
  int row_ = -1;
  bool busy_ = false;
  /// Set while rows come one by one.
  PGconn* stream_ = nullptr;
};

/// One session with the server. Outside transactions a statement is sent and awaited; inside, statements are
/// pipelined: those without an answer of interest travel with the next that has one, or with COMMIT. A
/// connection that is lost between transactions is made anew.
class PostgresqlConnection final : public Connection {
 public:
  /// With a place, transactions that changed something are numbered and noted under it.
  PostgresqlConnection(std::string url, Access access, std::chrono::microseconds sync_delay,
                       std::shared_ptr<Place> place);

  using Connection::execute;
  using Connection::query;
  using Connection::stream;

  Rows query(const Statement& statement, std::span<const Parameter> parameters) override;
  Rows stream(const Statement& statement, std::span<const Parameter> parameters) override;
  std::int64_t execute(const Statement& statement, std::span<const Parameter> parameters) override;
  void execute_each(const Statement& statement, const ParameterRows& parameters) override;
  void ask_each(const Statement& statement, const ParameterRows& parameters, Visit visit) override;
  void read_answers() override;
  void run_script(std::string_view sql) override;

  void begin() override;
  void claim(std::span<const std::int64_t> numbers) override;
  bool has_waited() const override { return waited_; }
  std::int64_t commit() override;
  void number_transaction() override;
  void rollback() noexcept override;
  std::int64_t find_out_commit() override;
  bool is_shared() const override { return true; }
  bool lead(std::int32_t what) override;
  void lock_schema() override;
  void unlock_schema() noexcept override;

  /// Takes a number for this process, and notes it in the place.
  void join();
  /// Gives it back.
  void leave();

 private:
  /// What was sent and whose result nobody has read: its name, and where rows are asked for, who reads them.
  struct Pending {
    std::string_view name;
    PostgresqlStatement* asked = nullptr;
    Visit visit = {};
    /// Its result is the number of the transaction.
    bool is_number = false;
  };

  PostgresqlStatement& ready(const Statement& statement);
  void prepare(PostgresqlStatement& statement);
  PostgresqlStatement& run(const Statement& statement, std::span<const Parameter> parameters);
  template <class Bound>
  void send(const PostgresqlStatement& statement, const Bound& bound);
  void send_command(const char* sql);
  bool is_pipelined() const { return PQpipelineStatus(link_.get()) != PQ_PIPELINE_OFF; }
  void send_sync();
  Result receive();
  Result next_result(std::string_view doing);
  void read_pending();
  void read(const Pending& pending);
  void read_number();
  bool read_to_sync() noexcept;
  std::int64_t send_commit();
  void finish_commit();
  void ensure_connected();
  void take_notice(const PGresult* notice);

  const std::string url_;
  const Access access_;
  const std::chrono::microseconds sync_delay_;
  const std::shared_ptr<Place> place_;
  Link link_;
  /// Counts connections made.
  int generation_ = 0;
  bool in_transaction_ = false;
  bool changed_ = false;
  bool numbered_ = false;
  bool waited_ = false;
  /// The server warned of something.
  bool warned_ = false;
  std::int64_t number_ = 0;
  /// Counts transactions that were sent to be committed.
  std::int64_t attempt_ = 0;
  /// The server became one that takes no writes.
  bool read_only_ = false;
  /// Another process has taken this one's number.
  bool lost_number_ = false;
  std::vector<Pending> pending_;
  /// Ends of pipelines that the server has not answered yet.
  int syncs_ = 0;
  std::unordered_map<std::int32_t, int> leads_;
  std::unordered_map<const Statement*, std::unique_ptr<PostgresqlStatement>> statements_;
};

}  // namespace temujanji::storage
