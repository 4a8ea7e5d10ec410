#include "cli/data_folder.h"

#include "base/fault.h"

namespace temujanji::cli {

std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay) {
  if (!std::filesystem::exists(folder.database())) {
    throw base::UsageFault("there is no database in " + folder.path.string() +
                           "; make one with `temujanji init --data " + folder.path.string() + "`");
  }
  auto database = storage::open_sqlite(folder.database(), storage::Durability::full, sync_delay);
  storage::migrate(*database->connect(storage::Access::write), clock.now());
  return database;
}

}  // namespace temujanji::cli
