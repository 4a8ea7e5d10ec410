#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/language.h"

namespace temujanji::domain {

/// A nationality or issuer as a passport names it: ISO 3166-1 alpha-3 and the codes that ICAO Doc 9303 adds
/// (stateless XXA, refugee XXB, British Overseas citizen GBO, …).
struct Country {
  std::string_view code;
  /// ISO 3166-1 alpha-2, empty for the codes that ICAO adds.
  std::string_view alpha2;
  std::string_view ms;
  std::string_view en;
  std::string_view name(base::Language language) const { return language == base::Language::ms ? ms : en; }
};

/// All of them, sorted by code.
std::span<const Country> all_countries();

/// The country of exactly this alpha-3 code, or null. Lives as long as the program.
const Country* find_country(std::string_view code);

/// The alpha-3 code that `text` means: alpha-3 or alpha-2 in any case, blanks around it; nothing if there is
/// no such country.
std::optional<std::string> parse_country(std::string_view text);

}  // namespace temujanji::domain
