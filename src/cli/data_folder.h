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
  /// `sqlite:/path/to/file`; empty: temujanji.db in the folder.
  std::string database_url = {};

  /// The database's file. Throws UsageFault for a URL of another kind.
  std::filesystem::path database() const;
  std::filesystem::path keys() const { return path / "keys"; }
  std::filesystem::path mails() const { return path / "mails"; }
};

/// Opens the database of a folder that `init` made and brings its schema up to date. Throws UsageFault if the
/// folder has none.
std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay = {});

}  // namespace temujanji::cli
