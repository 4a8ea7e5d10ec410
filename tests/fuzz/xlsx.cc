#include "tables/xlsx.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace tables = temujanji::tables;

/// Whatever bytes are handed in as a workbook: they are refused, or the rows lie within the bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sheets = tables::read_xlsx({reinterpret_cast<const char*>(data), size});
  if (!sheets) return 0;
  for (const tables::Sheet& sheet : *sheets) {
    if (sheet.records.size() > tables::kRecordsMax) std::abort();
    for (const tables::Record& record : sheet.records) {
      if (record.fields.size() > tables::kFieldsMax) std::abort();
    }
  }
  return 0;
}
