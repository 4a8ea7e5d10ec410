#pragma once
#include <map>
#include <string>
#include <vector>

#include "catalogue/draft.h"
#include "catalogue/sync.h"

namespace temujanji::catalogue {

/// Every table that an import writes, in the order in which rows may be inserted; removed in the reverse.
enum class TableName {
  department,
  state,
  division,
  weekend_rule,
  holiday,
  opening_hours,
  office,
  closure,
  service,
  service_document,
  pool_name,
  pool,
  offering,
  seat_rule,
  announcement
};
inline constexpr int kTables = 15;
const SyncedTable& synced_table(TableName name);

/// Which ids the coded rows have: those they have in the tables, new ones for new codes.
class RowIds {
 public:
  RowIds(const std::vector<Cells>& present, std::size_t code_column, base::IdSource& ids);
  std::int64_t of(const std::string& code);

 private:
  std::map<std::string, std::int64_t> ids_;
  base::IdSource& source_;
};

/// The rows of the draft as the tables are to hold them. `present` are the rows the tables have now.
class WantedRows {
 public:
  WantedRows(const Draft& draft, const std::map<TableName, std::vector<Cells>>& present, base::IdSource& ids);
  std::vector<Cells> rows(TableName name);

 private:
  std::vector<Cells> offices();
  std::vector<Cells> closures();
  std::vector<Cells> services();
  std::vector<Cells> documents();
  std::vector<Cells> pools();
  std::vector<Cells> offerings();
  std::vector<Cells> calendar(TableName name);
  std::vector<Cells> seat_rules();
  std::vector<Cells> announcements();
  std::int64_t pool_id(const std::string& office, const std::string& code);

  const Draft& draft_;
  RowIds offices_, services_, closures_, announcements_;
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> pools_;
  base::IdSource& ids_;
};

}  // namespace temujanji::catalogue
