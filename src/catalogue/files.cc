#include "catalogue/files.h"

#include <fstream>
#include <iterator>

#include "base/assets.h"
#include "base/fault.h"
#include "tables/csv.h"

namespace temujanji::catalogue {

CatalogueFiles read_catalogue(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    throw base::UsageFault(folder.string() +
                           " is not a folder; name the folder with the catalogue's CSV files");
  }
  CatalogueFiles catalogue;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".csv" || !entry.is_regular_file()) continue;
    if (entry.file_size() > tables::kFileBytesMax)
      throw base::UsageFault(entry.path().string() + " is larger than 5 MB");
    std::ifstream file(entry.path(), std::ios::binary);
    if (!file) throw base::UsageFault("cannot read " + entry.path().string());
    catalogue.files.emplace(entry.path().filename().string(),
                            std::string(std::istreambuf_iterator<char>(file), {}));
  }
  if (catalogue.files.empty()) throw base::UsageFault(folder.string() + " has no CSV files");
  return catalogue;
}

CatalogueFiles packed_catalogue() {
  constexpr std::string_view kFolder = "data/malaysia/";
  CatalogueFiles catalogue;
  for (const base::Asset& asset : base::all_assets()) {
    if (asset.path.starts_with(kFolder)) {
      catalogue.files.emplace(asset.path.substr(kFolder.size()), asset.bytes);
    }
  }
  return catalogue;
}

}  // namespace temujanji::catalogue
