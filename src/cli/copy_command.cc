#include <iomanip>
#include <ostream>

#include "base/fault.h"
#include "cli/cli.sql.h"
#include "cli/commands.h"
#include "storage/copy.h"
#include "storage/peers.h"

namespace temujanji::cli {
namespace {

/// The database that an option names. No message repeats the URL: it may hold a password.
DataFolder database_at(const std::string& url, const std::string& option) {
  DataFolder folder{{}, url};
  if (!folder.is_on_postgresql() && (!url.starts_with("sqlite:") || url == "sqlite:")) {
    throw base::UsageFault(option + " must be sqlite:/path/to/file or postgresql://user@host/database");
  }
  return folder;
}

std::string place_of(const DataFolder& folder) {
  return folder.is_on_postgresql() ? "the PostgreSQL database" : folder.database().string();
}

std::unique_ptr<storage::Database> open_as_it_is(const DataFolder& folder) {
  if (folder.is_on_postgresql()) return storage::open_postgresql(folder.database_url);
  return storage::open_sqlite(folder.database());
}

bool has_installation(const DataFolder& folder) {
  if (!has_database(folder)) return false;
  const auto connection = open_as_it_is(folder)->connect(storage::Access::read);
  return connection->query(sql::kFindInstallationTable).next() &&
         connection->query(sql::kFindInstallation).next();
}

/// Makes the tables where there are none.
std::unique_ptr<storage::Database> prepare(const DataFolder& folder, const base::Clock& clock) {
  auto database = open_or_make_database(folder, clock);
  if (!folder.is_on_postgresql()) {
    using std::filesystem::perms;
    std::filesystem::permissions(folder.database(), perms::owner_read | perms::owner_write);
  }
  return database;
}

storage::CopyProgress progress_on(std::ostream& err) {
  return [&err](storage::CopyStep step, const std::string& table, std::int64_t rows) {
    err << (step == storage::CopyStep::writing ? "copying: " : "comparing: ") << table;
    if (rows > 0) err << ", " << rows << " rows";
    err << '\n';
  };
}

void show(const World& world, const std::vector<storage::CopiedTable>& tables) {
  world.out << std::left << std::setw(20) << "table" << std::right << std::setw(12) << "rows" << '\n';
  for (const storage::CopiedTable& table : tables) {
    world.out << std::left << std::setw(20) << table.name << std::right << std::setw(12) << table.rows
              << '\n';
  }
}

}  // namespace

int copy(const World& world, const std::string& from, const std::string& to) {
  const DataFolder source = database_at(from, "--from");
  const DataFolder target = database_at(to, "--to");
  if (!has_installation(source))
    throw base::UsageFault("there is no installation in " + place_of(source) + "; nothing was copied");
  if (has_installation(target)) {
    throw base::UsageFault("there is an installation in " + place_of(target) +
                           " already; name an empty database");
  }
  const auto source_database = open_as_it_is(source);
  // A server must not go on changing what is copied.
  if (source.is_on_postgresql() && source_database->connect(storage::Access::read)
                                       ->query(sql::kFindServer, {storage::kProcessAwayMax.count()})
                                       .next()) {
    throw base::UsageFault(
        "a server works with the database to copy from, or was killed less than two minutes ago; stop it, "
        "and copy then");
  }
  const auto target_database = prepare(target, world.clock);
  base::IdSource ids(world.clock, 0);
  const auto alone = source.is_on_postgresql() ? nullptr : source_database->join(storage::Role::server, ids);
  show(world, storage::copy_rows(*source_database, *target_database, progress_on(world.err)));
  world.out
      << "Every row was compared and is the same. The keys are not in a database: start the server with "
         "the data folder it had, or with a copy of its keys folder, and with --database.\n";
  return 0;
}

}  // namespace temujanji::cli
