#include <algorithm>
#include <set>
#include <vector>

#include "base/assets.h"
#include "base/check.h"
#include "base/text.h"
#include "storage/database.h"
#include "storage/migrations.sql.h"

namespace temujanji::storage {
namespace {

struct Migration {
  int version;
  std::string_view sql;
};

/// The packed files migrations/0001_….sql, in order.
std::vector<Migration> packed_migrations() {
  constexpr std::string_view kFolder = "migrations/";
  std::vector<Migration> migrations;
  for (const base::Asset& asset : base::all_assets()) {
    if (!asset.path.starts_with(kFolder)) continue;
    const auto version = base::parse_number<int>(asset.path.substr(kFolder.size(), 4));
    CHECK(version.has_value());
    migrations.push_back({*version, asset.bytes});
  }
  return migrations;
}

std::set<int> applied_versions(Connection& connection) {
  std::set<int> versions;
  Rows rows = connection.query(sql::kListMigrations);
  while (rows.next()) versions.insert(rows.small(0));
  return versions;
}

/// Keeps other processes that begin at the same moment from the schema.
class SchemaLock {
 public:
  explicit SchemaLock(Connection& connection) : connection_(connection) { connection_.lock_schema(); }
  SchemaLock(const SchemaLock&) = delete;
  SchemaLock& operator=(const SchemaLock&) = delete;
  ~SchemaLock() { connection_.unlock_schema(); }

 private:
  Connection& connection_;
};

}  // namespace

void migrate(Connection& connection, base::Instant now) {
  const SchemaLock lock(connection);
  connection.run_script(
      "CREATE TABLE IF NOT EXISTS migration (version integer NOT NULL PRIMARY KEY, applied_at integer NOT "
      "NULL) STRICT");
  const std::set<int> applied = applied_versions(connection);
  const std::vector<Migration> migrations = packed_migrations();
  CHECK(!migrations.empty());
  if (!applied.empty() && *applied.rbegin() > migrations.back().version) {
    throw base::Fault("the database was made by a newer version of the program; use that version");
  }
  for (const Migration& migration : migrations) {
    if (applied.contains(migration.version)) continue;
    Transaction transaction(connection);
    // Another process may have been quicker, before this one could begin.
    if (applied_versions(connection).contains(migration.version)) continue;
    connection.run_script(migration.sql);
    transaction.execute(sql::kRecordMigration, {migration.version, now});
    transaction.commit();
  }
}

}  // namespace temujanji::storage
