#include <cstdint>
#include <iterator>
#include <string_view>

#include "catalogue/check.h"
#include "catalogue/csv.h"

/// Whatever bytes stand in a file of the catalogue: it is read or refused with a reason, nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace catalogue = temujanji::catalogue;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)catalogue::read_csv(text).ok();
  static const catalogue::CatalogueFiles packed = catalogue::packed_catalogue();
  catalogue::CatalogueFiles files = packed;
  auto file = files.files.begin();
  std::advance(file, data[0] % files.files.size());
  file->second = text;
  (void)catalogue::check_catalogue(files).ok();
  return 0;
}
