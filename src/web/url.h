#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace temujanji::web {

/// Undoes percent-coding; nothing if a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> decode_percent(std::string_view text);
/// The same for a form or query, where a plus sign is a blank.
std::optional<std::string> decode_form(std::string_view text);
/// `text` as a part of a path or a value of a query: everything but letters, digits and -._~ is coded.
std::string encode_part(std::string_view text);
/// "?name=value&…" of the pairs whose value is not empty; empty if there are none.
std::string make_query(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs);

}  // namespace temujanji::web
