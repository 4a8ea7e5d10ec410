#include "tables/csv.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace tables = temujanji::tables;

/// Whatever CSV file comes: it is refused, or what was read reads the same after it was written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto records = tables::read_csv({reinterpret_cast<const char*>(data), size});
  if (!records || records->empty()) return 0;
  tables::Table table{"t", records->front().fields, {}};
  for (const tables::Record& record : *records) {
    if (record.fields.size() != table.columns.size()) return 0;
    table.rows.emplace_back(record.fields.begin(), record.fields.end());
  }
  const auto again = tables::read_csv(tables::write_csv(table, tables::CsvFor::editor));
  if (!again || again->size() != records->size() + 1) std::abort();
  for (std::size_t i = 0; i < records->size(); ++i) {
    if ((*again)[i + 1].fields != (*records)[i].fields) std::abort();
  }
  return 0;
}
