#include "cli/data_folder.h"

#include "base/fault.h"

namespace temujanji::cli {

std::filesystem::path DataFolder::database() const {
  constexpr std::string_view kSqlite = "sqlite:";
  if (database_url.empty()) return path / "temujanji.db";
  if (!database_url.starts_with(kSqlite) || database_url.size() == kSqlite.size()) {
    throw base::UsageFault("--database must be sqlite:/path/to/file, not `" + database_url + "`");
  }
  return database_url.substr(kSqlite.size());
}

std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay) {
  if (!std::filesystem::exists(folder.database())) {
    throw base::UsageFault("there is no database " + folder.database().string() +
                           "; make one with `temujanji init --data " + folder.path.string() + "`");
  }
  auto database = storage::open_sqlite(folder.database(), storage::Durability::full, sync_delay);
  storage::migrate(*database->connect(storage::Access::write), clock.now());
  return database;
}

}  // namespace temujanji::cli
