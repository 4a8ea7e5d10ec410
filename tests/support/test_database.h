#pragma once
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "storage/database.h"
#include "tests/support/test_folder.h"

/// Databases for tests that do not care which kind they run on: SQLite, or PostgreSQL where
/// POSTGRESQL_UNDER_TEST holds the URL of a server (tests/support/postgresql.py starts one and sets it).
namespace temujanji::tests {

/// The URL of the server for this test program; empty if the tests use SQLite.
inline std::string_view server_under_test() {
  const char* url = std::getenv("POSTGRESQL_UNDER_TEST");
  return url == nullptr ? "" : url;
}
inline bool on_postgresql() {
  return !server_under_test().empty();
}

/// A database that vanishes with its owner: a file in a folder of its own, or a database on the server.
class TestDatabase {
 public:
  /// An empty one.
  TestDatabase() {
    if (on_postgresql()) create("template1");
  }
  /// A copy of what the original holds. Nobody may be connected to that meanwhile.
  TestDatabase(const TestDatabase& original) {
    if (on_postgresql()) {
      create(original.name_);
    } else {
      std::filesystem::copy_file(original.file(), file());
    }
  }
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase() {
    if (on_postgresql()) ended().push_back(name_);
  }

  /// One with the newest schema, to be copied; made once in a test program.
  static const TestDatabase& with_schema() {
    static const TestDatabase original{base::from_millis(0)};
    return original;
  }

  std::unique_ptr<storage::Database> open() const {
    return on_postgresql() ? storage::open_postgresql(url())
                           : storage::open_sqlite(file(), storage::Durability::none);
  }

  /// How `--database` names it.
  std::string url() const {
    if (!on_postgresql()) return "sqlite:" + file().string();
    // postgresql://who@where/database?further
    const std::string_view server = server_under_test();
    const std::size_t begin = server.find('/', server.find("://") + 3) + 1;
    const std::size_t end = std::min(server.find('?'), server.size());
    return std::string(server.substr(0, begin)) + name_ + std::string(server.substr(end));
  }

 private:
  explicit TestDatabase(base::Instant now) : TestDatabase() {
    storage::migrate(*open()->connect(storage::Access::write), now);
  }

  void create(const std::string& original) {
    static int made = 0;
    name_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++made);
    // Copying files is several times cheaper than writing them into the log.
    server().run_script("CREATE DATABASE " + name_ + " TEMPLATE " + original + " STRATEGY file_copy");
    drop_ended();
  }

  /// Databases whose owners are gone. They are dropped when the next one is made, for PostgreSQL waits a
  /// tenth of a second where a connection was closed just before; the last goes with the server.
  static std::vector<std::string>& ended() {
    static std::vector<std::string> names;
    return names;
  }
  static void drop_ended() {
    for (const std::string& name : std::exchange(ended(), {})) {
      server().run_script("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  static storage::Connection& server() {
    static const auto connection =
        storage::open_postgresql(std::string(server_under_test()))->connect(storage::Access::write);
    return *connection;
  }

  std::filesystem::path file() const { return folder_.path() / "test.db"; }

  TestFolder folder_;
  std::string name_;
};

/// From now on the connection does not ask whether what a row points to is there.
inline void ignore_foreign_keys(storage::Connection& connection) {
  connection.run_script(on_postgresql() ? "SET session_replication_role = replica"
                                        : "PRAGMA foreign_keys = OFF");
}

/// From now on the connection writes what a CHECK of the schema would refuse.
inline void ignore_check_constraints(storage::Connection& connection) {
  if (!on_postgresql()) return connection.run_script("PRAGMA ignore_check_constraints = ON");
  connection.run_script(
      "DO $$ DECLARE rule record; BEGIN FOR rule IN"
      "  SELECT conrelid::regclass AS on_table, conname AS name FROM pg_constraint"
      "  WHERE contype = 'c' AND connamespace = 'public'::regnamespace "
      "LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.on_table, rule.name); END LOOP; END $$");
}

/// How many rows the connection has written so far, also those of transactions that were undone.
inline std::int64_t count_rows_written(storage::Connection& connection) {
  static constexpr storage::Statement kCount{
      "test:count_rows_written", "SELECT total_changes()",
      "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables"};
  // PostgreSQL's backends tell their counts now and then, or when asked to.
  if (on_postgresql()) connection.run_script("SELECT pg_stat_force_next_flush()");
  storage::Rows rows = connection.query(kCount);
  CHECK(rows.next());
  return rows.integer(0);
}

}  // namespace temujanji::tests
