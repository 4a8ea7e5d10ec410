#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "storage/database.h"

namespace temujanji::cli {

/// The folder that holds everything of an installation: database, keys, mails written as files.
struct DataFolder {
  std::filesystem::path path;
  /// `sqlite:/path/to/file` or `postgresql://…`; empty: temujanji.db in the folder.
  std::string database_url = {};

  bool is_on_postgresql() const;
  /// SQLite's file. Throws UsageFault for a URL of another kind.
  std::filesystem::path database() const;
  std::filesystem::path keys() const { return path / "keys"; }
  std::filesystem::path mails() const { return path / "mails"; }
  /// The heads of the audit log that a server on this folder signed.
  std::filesystem::path audit_heads() const { return path / "audit-heads.log"; }
};

/// Whether the folder's database is there and is that of an installation. Throws UsageFault, and Fault for a
/// PostgreSQL that cannot be reached.
bool has_database(const DataFolder& folder);

/// Opens the database of a folder that `init` made and brings its schema up to date. Throws UsageFault if the
/// folder has none.
std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay = {});
/// The same, and makes it where there is none.
std::unique_ptr<storage::Database> open_or_make_database(const DataFolder& folder, const base::Clock& clock,
                                                         std::chrono::microseconds sync_delay = {});

}  // namespace temujanji::cli
