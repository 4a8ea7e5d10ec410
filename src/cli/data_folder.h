#pragma once
#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "storage/database.h"

namespace temujanji::cli {

/// The folder that holds everything of an installation: database, keys, mails written as files.
struct DataFolder {
  std::filesystem::path path;

  std::filesystem::path database() const { return path / "temujanji.db"; }
  std::filesystem::path keys() const { return path / "keys"; }
  std::filesystem::path mails() const { return path / "mails"; }
};

/// Opens the database of a folder that `init` made and brings its schema up to date. Throws UsageFault if the
/// folder has none.
std::unique_ptr<storage::Database> open_database(const DataFolder& folder, const base::Clock& clock,
                                                 std::chrono::microseconds sync_delay = {});

}  // namespace temujanji::cli
