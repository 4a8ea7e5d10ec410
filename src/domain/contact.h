#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::domain {

/// The e-mail address in `text` without blanks around it and with its domain in lower case, or nothing where
/// the syntax is wrong or it is too long (64 before the @, 254 in all). Whether it exists is learnt by
/// writing to it, never by guessing. ASCII only; quoted local parts and addresses of machines are refused.
std::optional<std::string> parse_email(std::string_view text);

/// The number in `text` as E.164 ("+60123456789"), or nothing where it cannot be a number. Blanks, hyphens,
/// dots, slashes and brackets are skipped. Without `+` or `00` in front it is Malaysian: `0` or `60`, then
/// 1x and 7 digits (011 and 015 also 8), 3 and 8, 4–9 and 7, or 8x and 6. Foreign numbers need `+` or `00`, a
/// country code in use, and a length that this country has. Nothing asks whether the range is allocated.
std::optional<std::string> parse_phone(std::string_view text);

}  // namespace temujanji::domain
