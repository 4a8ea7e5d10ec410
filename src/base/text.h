#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace temujanji::base {

/// `text` without white space at both ends (ASCII blanks, tabs, line ends, and the no-break space U+00A0).
std::string_view trim(std::string_view text);

/// Whether `c` is an ASCII digit.
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// ASCII letters made small or large; other bytes stay.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates) without control characters
/// other than tab and line feed.
bool is_clean_utf8(std::string_view text);

/// How many code points `text` has; it must be UTF-8.
std::size_t code_points(std::string_view text);

/// The parts of `text` between `separator`s; "a,,b" has three, "" has one.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number that fills all of `text`, or nothing.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

/// The id that stands behind `prefix` and fills the rest of `text`, as in "closure:17", or nothing.
template <class Id>
std::optional<Id> id_behind(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto id = parse_number<std::int64_t>(text.substr(prefix.size()));
  if (!id) return std::nullopt;
  return Id{*id};
}

/// `text` as it stands in HTML and XML, in an element or an attribute in quotes.
std::string escape_markup(std::string_view text);

/// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

std::string to_hex(std::string_view bytes);
/// Base64 with the URL alphabet and without padding.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace temujanji::base
