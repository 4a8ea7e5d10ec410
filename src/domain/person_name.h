#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::domain {

inline constexpr std::size_t kNameLengthMax = 100;

/// `text` on one line: without blanks at its ends, and with one blank where there were several or line ends.
std::string single_line(std::string_view text);

/// Whether a line (of `single_line`) may be kept and shown: UTF-8, no control characters, and none of the
/// marks that turn the direction of what stands around them.
bool is_plain_line(std::string_view line);

/// Whether a line can be somebody's name, in any script: a plain line with at least one letter. Length is
/// not looked at.
bool is_name(std::string_view line);

}  // namespace temujanji::domain
