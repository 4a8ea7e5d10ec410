#include <cstdint>
#include <iterator>
#include <string_view>

#include "catalogue/check.h"
#include "tables/csv.h"

namespace {

namespace catalogue = temujanji::catalogue;

/// The packed catalogue with the first rows of each file only, so that a run is short.
catalogue::CatalogueFiles small_catalogue() {
  constexpr int kLines = 4;
  catalogue::CatalogueFiles files = catalogue::packed_catalogue();
  for (auto& [name, text] : files.files) {
    std::size_t end = 0;
    for (int i = 0; i < kLines && end < text.size(); ++i) end = text.find('\n', end) + 1;
    text.resize(end);
  }
  return files;
}

}  // namespace

/// Whatever bytes stand in a file of the catalogue (the first byte chooses which): it is read, or refused
/// with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const catalogue::CatalogueFiles small = small_catalogue();
  catalogue::CatalogueFiles files = small;
  auto file = files.files.begin();
  std::advance(file, data[0] % files.files.size());
  file->second = std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)temujanji::tables::read_csv(file->second).ok();
  (void)catalogue::check_catalogue(files).ok();
  return 0;
}
