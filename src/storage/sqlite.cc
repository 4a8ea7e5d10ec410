#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "storage/database.h"
#include "storage/gathered_log.h"
#include "storage/log_keeper.h"

namespace temujanji::storage {
namespace {

constexpr int kParametersMax = 32;

/// Pages kept in memory, in KiB. The writer touches rows all over the tables that bookings go to, so it keeps
/// more. Much more would be slower: SQLite 3.40 looks through all of them at commits that split a page.
constexpr int kWriterCacheKib = 40 * 1024;
constexpr int kReaderCacheKib = 4 * 1024;

/// A booking changes four pages at places that chance picks (slot, reference, identity, day sheet), and each
/// goes to the log whole. Half of SQLite's usual page makes a commit a quarter cheaper. Counts for databases
/// made from now on.
constexpr int kPageBytes = 2048;

/// Switches off SQLite's counting of its own memory, which takes a lock at every allocation. Before the first
/// use.
void configure_library() {
  static const bool configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  CHECK(configured);
}

[[noreturn]] void throw_fault(sqlite3* handle, std::string_view doing) {
  const std::string text = std::string(doing) + ": " + sqlite3_errmsg(handle);
  if ((sqlite3_errcode(handle) & 0xFF) == SQLITE_CONSTRAINT) throw ConstraintFault(text);
  throw base::Fault(text);
}

/// A prepared statement and its cursor. To SQLite `$1`, `$2` are names numbered by first appearance, so the
/// position of each is looked up once.
class Prepared final : public Rows::Cursor {
 public:
  Prepared(sqlite3* handle, const Statement& statement) : handle_(handle), name_(statement.name) {
    const std::string_view sql = statement.sqlite;
    if (sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement_, nullptr) != SQLITE_OK) {
      throw_fault(handle, name_);
    }
    for (int i = 0; i < kParametersMax; ++i) {
      positions_[static_cast<std::size_t>(i)] =
          sqlite3_bind_parameter_index(statement_, ("$" + std::to_string(i + 1)).c_str());
    }
  }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() override { sqlite3_finalize(statement_); }

  /// `keep` is SQLITE_STATIC for text and bytes that stay until the rows are read, else SQLITE_TRANSIENT.
  void bind(std::span<const Parameter> parameters, sqlite3_destructor_type keep) {
    CHECK(!busy_);  // the Rows of an earlier query of this statement is still alive
    CHECK(parameters.size() <= kParametersMax);
    CHECK(static_cast<int>(parameters.size()) == sqlite3_bind_parameter_count(statement_));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (bind_one(positions_[i], parameters[i], keep) != SQLITE_OK) throw_fault(handle_, name_);
    }
    busy_ = true;
  }

  bool next() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_fault(handle_, name_);
  }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string_view bytes(int column) const override {
    const void* data = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  void release() override {
    sqlite3_reset(statement_);
    busy_ = false;
  }

 private:
  int bind_one(int position, const Parameter& parameter, sqlite3_destructor_type keep) {
    const auto& value = parameter.value();
    if (const auto* number = std::get_if<std::int64_t>(&value))
      return sqlite3_bind_int64(statement_, position, *number);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      const char* data = text->data() == nullptr ? "" : text->data();
      return sqlite3_bind_text(statement_, position, data, static_cast<int>(text->size()), keep);
    }
    if (const auto* blob = std::get_if<Blob>(&value)) {
      if (blob->bytes.empty()) return sqlite3_bind_zeroblob(statement_, position, 0);
      return sqlite3_bind_blob(statement_, position, blob->bytes.data(), static_cast<int>(blob->bytes.size()),
                               keep);
    }
    return sqlite3_bind_null(statement_, position);
  }

  sqlite3* handle_;
  std::string name_;
  sqlite3_stmt* statement_ = nullptr;
  std::array<int, kParametersMax> positions_{};
  bool busy_ = false;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::filesystem::path& file, Access access, Durability durability,
                   std::chrono::microseconds sync_delay)
      : sync_delay_(sync_delay) {
    configure_library();
    const int flags =
        access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const bool gathers = access == Access::write && durability == Durability::full;
    const char* layer = gathers ? gathered_log_layer() : nullptr;
    if (sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, layer) != SQLITE_OK) {
      const std::string text = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
      sqlite3_close(handle_);
      throw base::Fault("cannot open " + file.string() + ": " + text);
    }
    sqlite3_busy_timeout(handle_, 10'000);
    sqlite3_extended_result_codes(handle_, 1);
    try {
      if (access == Access::write) {
        run_script("PRAGMA page_size=" + std::to_string(kPageBytes));
        run_script("PRAGMA journal_mode=WAL");
        log_keeper_.emplace(handle_, file);
      }
      run_script(durability == Durability::full ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=OFF;");
      run_script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;");
      const int cache_kib = access == Access::write ? kWriterCacheKib : kReaderCacheKib;
      run_script("PRAGMA cache_size=-" + std::to_string(cache_kib));
    } catch (...) {
      log_keeper_.reset();
      sqlite3_close(handle_);
      throw;
    }
  }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override {
    log_keeper_.reset();
    prepared_.clear();
    sqlite3_close_v2(handle_);
  }

  using Connection::execute;
  using Connection::query;

  Rows query(const Statement& statement, std::span<const Parameter> parameters) override {
    return run(statement, parameters, SQLITE_TRANSIENT);
  }

  std::int64_t execute(const Statement& statement, std::span<const Parameter> parameters) override {
    Rows rows = run(statement, parameters, SQLITE_STATIC);
    while (rows.next()) {
    }
    return sqlite3_changes64(handle_);
  }

  void execute_each(const Statement& statement, const ParameterRows& parameters) override {
    for (std::size_t i = 0; i < parameters.size(); ++i) execute(statement, parameters.row(i));
  }

  void ask_each(const Statement& statement, const ParameterRows& parameters, Visit visit) override {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      Rows rows = run(statement, parameters.row(i), SQLITE_STATIC);
      while (rows.next()) visit(i, rows);
    }
  }

  void run_script(std::string_view sql) override {
    if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw_fault(handle_, "running a script");
    }
  }

  void begin() override {
    run_script("BEGIN IMMEDIATE");
    changes_at_begin_ = sqlite3_total_changes64(handle_);
  }
  std::int64_t commit() override {
    const bool changed = sqlite3_total_changes64(handle_) != changes_at_begin_;
    run_script("COMMIT");
    if (changed && sync_delay_.count() > 0) std::this_thread::sleep_for(sync_delay_);
    return ++transactions_;
  }
  void rollback() noexcept override { sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr); }

 private:
  Rows run(const Statement& statement, std::span<const Parameter> parameters, sqlite3_destructor_type keep) {
    auto& slot = prepared_[&statement];
    if (!slot) slot = std::make_unique<Prepared>(handle_, statement);
    slot->bind(parameters, keep);
    return Rows(*slot);
  }

  sqlite3* handle_ = nullptr;
  std::chrono::microseconds sync_delay_;
  std::int64_t changes_at_begin_ = 0;
  std::int64_t transactions_ = 0;
  std::optional<LogKeeper> log_keeper_;
  std::unordered_map<const Statement*, std::unique_ptr<Prepared>> prepared_;
};

/// This process among those that have the file open: each holds a lock on one byte of a file beside it, the
/// server on the first. Nobody hears anybody.
class SqlitePeers final : public Peers {
 public:
  SqlitePeers(const std::filesystem::path& database, Role role, base::IdSource& ids) {
    const std::filesystem::path path = database.string() + ".lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file_ < 0) throw base::Fault("cannot open " + path.string());
    int number = role == Role::server ? 0 : 1;
    while (!lock(number)) {
      if (role == Role::server || ++number > kNumberMax) {
        ::close(file_);
        throw base::UsageFault("another server already runs on " + database.string() +
                               "; stop it first, or use PostgreSQL for several servers");
      }
    }
    ids.set_process(static_cast<std::uint8_t>(number));
  }
  SqlitePeers(const SqlitePeers&) = delete;
  SqlitePeers& operator=(const SqlitePeers&) = delete;
  ~SqlitePeers() override { ::close(file_); }

  void tell(char, std::string) override {}
  void told_all(std::int64_t) override {}
  void listen(char, OnText) override {}
  void listen_for_gaps(char, std::function<void()>) override {}

 private:
  static constexpr int kNumberMax = 255;

  bool lock(int byte) const {
    struct flock range {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = byte;
    range.l_len = 1;
    return ::fcntl(file_, F_OFD_SETLK, &range) == 0;
  }

  int file_ = -1;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::filesystem::path file, Durability durability, std::chrono::microseconds sync_delay)
      : file_(std::move(file)), durability_(durability), sync_delay_(sync_delay) {}

  std::unique_ptr<Connection> connect(Access access) override {
    return std::make_unique<SqliteConnection>(file_, access, durability_, sync_delay_);
  }
  std::unique_ptr<Peers> join(Role role, base::IdSource& ids) override {
    return std::make_unique<SqlitePeers>(file_, role, ids);
  }

 private:
  std::filesystem::path file_;
  Durability durability_;
  std::chrono::microseconds sync_delay_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file, Durability durability,
                                      std::chrono::microseconds sync_delay) {
  auto database = std::make_unique<SqliteDatabase>(file, durability, sync_delay);
  database->connect(Access::write);
  return database;
}

}  // namespace temujanji::storage
