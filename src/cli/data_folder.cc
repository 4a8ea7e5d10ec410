#include "cli/data_folder.h"

#include "base/fault.h"
#include "cli/cli.sql.h"

namespace temujanji::cli {

bool DataFolder::is_on_postgresql() const {
  return database_url.starts_with("postgresql://") || database_url.starts_with("postgres://");
}

std::filesystem::path DataFolder::database() const {
  constexpr std::string_view kSqlite = "sqlite:";
  if (database_url.empty()) return path / "temujanji.db";
  if (!database_url.starts_with(kSqlite) || database_url.size() == kSqlite.size()) {
    // The URL is not repeated: it may hold a password.
    throw base::UsageFault("--database must be sqlite:/path/to/file or postgresql://user@host/database");
  }
  return database_url.substr(kSqlite.size());
}

bool has_database(const DataFolder& folder) {
  if (!folder.is_on_postgresql()) return std::filesystem::exists(folder.database());
  const auto connection = storage::open_postgresql(folder.database_url)->connect(storage::Access::read);
  return connection->query(sql::kFindInstallationTable).next();
}

std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay) {
  if (!has_database(folder)) {
    const std::string where = folder.is_on_postgresql() ? "in PostgreSQL" : folder.database().string();
    throw base::UsageFault("there is no database " + where + "; make one with `temujanji init --data " +
                           folder.path.string() + "`");
  }
  return open_or_make_database(folder, clock, sync_delay);
}

std::unique_ptr<storage::Database> open_or_make_database(const DataFolder& folder, const base::Clock& clock,
                                                         std::chrono::microseconds sync_delay) {
  auto database = folder.is_on_postgresql()
                      ? storage::open_postgresql(folder.database_url, sync_delay)
                      : storage::open_sqlite(folder.database(), storage::Durability::full, sync_delay);
  storage::migrate(*database->connect(storage::Access::write), clock.now());
  return database;
}

}  // namespace temujanji::cli
