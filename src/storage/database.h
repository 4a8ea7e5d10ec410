#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "storage/connection.h"
#include "storage/peers.h"

namespace temujanji::storage {

/// Whether a connection may write. Pages get readers.
enum class Access { read, write };

/// A database that connections can be opened to. Thread-safe.
class Database {
 public:
  virtual ~Database() = default;
  /// Throws Fault if the database cannot be reached.
  virtual std::unique_ptr<Connection> connect(Access access) = 0;
  /// Enters the circle of processes that write to the database; `ids` gets a number no other of them has, now
  /// and whenever it must be another one. Before the connections that write are made, which must not outlive
  /// what it returns. Throws Fault; on SQLite, UsageFault if there is another server.
  virtual std::unique_ptr<Peers> join(Role role, base::IdSource& ids) = 0;
};

/// How much a commit does before it returns: `full` waits for the disk, `none` is for tests that measure
/// nothing.
enum class Durability { full, none };

/// The SQLite database in `file`, made if it is missing. WAL mode, foreign keys on. `sync_delay` is added to
/// every commit that changed something, to measure as if on a slower disk.
std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file,
                                      Durability durability = Durability::full,
                                      std::chrono::microseconds sync_delay = {});

/// The PostgreSQL database of a libpq URL ("postgresql://user@host/database", also with several hosts and
/// `target_session_attrs`, or with a folder of sockets as host). A connection that is lost between
/// transactions is made anew. `sync_delay` as above. Throws Fault if it cannot be reached.
std::unique_ptr<Database> open_postgresql(const std::string& url, std::chrono::microseconds sync_delay = {});

/// Brings the schema to the newest version, each migration in a transaction of its own; does nothing if it is
/// there. Throws Fault, also for a database that a newer program made.
void migrate(Connection& connection, base::Instant now);

}  // namespace temujanji::storage
