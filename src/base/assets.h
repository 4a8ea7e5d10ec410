#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace temujanji::base {

/// A file packed into the program at build time (templates, words, styles, migrations, catalogue).
struct Asset {
  std::string_view path;
  std::string_view bytes;
};

/// All packed files, sorted by path. They live as long as the program.
std::span<const Asset> all_assets();

/// The packed file of that path, or nothing.
std::optional<std::string_view> find_asset(std::string_view path);

}  // namespace temujanji::base
