#include "base/assets.h"

#include <algorithm>

namespace temujanji::base {

std::optional<std::string_view> find_asset(std::string_view path) {
  const auto assets = all_assets();
  const auto found = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  if (found == assets.end() || found->path != path) return std::nullopt;
  return found->bytes;
}

}  // namespace temujanji::base
