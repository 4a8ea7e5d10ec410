#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "storage/database.h"

namespace temujanji::storage {

/// First the rows of all tables are written, then they are compared.
enum class CopyStep { writing, comparing };

/// Told when a table is begun, and every `kProgressRows` rows how many are done.
using CopyProgress = std::function<void(CopyStep step, const std::string& table, std::int64_t rows)>;
constexpr std::int64_t kProgressRows = 100'000;

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;
};

/// Copies every row of every table but `migration`, as the source stands at one moment, then reads all rows
/// back from both sides and compares each value. The target gets all of it in one transaction, or nothing.
/// Its tables must be there, and empty but for what the migrations wrote into them. The tables come from the
/// database, so none that a migration adds can be forgotten; a row that refers to one of its own table must
/// have the greater key. Memory does not grow with the rows.
/// Throws UsageFault if the target has rows or the source has not this program's schema, Fault for a
/// difference, named by table and never by what is in it, and for what the databases refuse.
std::vector<CopiedTable> copy_rows(Database& source, Database& target, const CopyProgress& progress);

}  // namespace temujanji::storage
