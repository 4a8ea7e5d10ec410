#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace temujanji::web {

/// A field of a form that may hold files (multipart/form-data).
struct Part {
  std::string_view name;
  /// As the browser sent it; empty for what is no file.
  std::string_view file_name;
  std::string_view bytes;
};

inline constexpr std::size_t kPartsMax = 20;

/// Whether a body of this content type is such a form.
bool is_multipart(std::string_view content_type);

/// The parts of a body, which they refer to. Nothing if it is no such form, is cut off or has more parts.
std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body);

/// The first part of that name, or null.
const Part* find_part(const std::vector<Part>& parts, std::string_view name);

}  // namespace temujanji::web
