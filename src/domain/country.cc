#include "domain/country.h"

#include <algorithm>

#include "base/text.h"

namespace temujanji::domain {
namespace {

constexpr Country kCountries[] = {
#include "domain/countries.inc"
};
static_assert(std::ranges::is_sorted(kCountries, {}, &Country::code));

}  // namespace

std::span<const Country> all_countries() {
  return kCountries;
}

const Country* find_country(std::string_view code) {
  const Country* found = std::ranges::lower_bound(kCountries, code, {}, &Country::code);
  return found != std::end(kCountries) && found->code == code ? found : nullptr;
}

std::optional<std::string> parse_country(std::string_view text) {
  const std::string code = base::to_upper(base::trim(text));
  if (find_country(code) != nullptr) return code;
  if (code.size() != 2) return std::nullopt;
  const Country* found = std::ranges::find(kCountries, code, &Country::alpha2);
  return found != std::end(kCountries) ? std::optional(std::string(found->code)) : std::nullopt;
}

}  // namespace temujanji::domain
