#pragma once
#include <string_view>

namespace temujanji::tables {

/// Whether a spreadsheet would take the text for a formula, were it not for apostrophes in front.
inline bool looks_like_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != text.npos && std::string_view("=+-@\t").find(text[first]) != std::string_view::npos;
}

/// Whether it has the apostrophe that keeps it from being one.
inline bool is_guarded(std::string_view text) {
  return text.starts_with('\'') && looks_like_formula(text);
}

}  // namespace temujanji::tables
