#include "features/block_form.h"

#include <algorithm>
#include <vector>

#include "domain/applicant.h"
#include "domain/contact.h"
#include "domain/country.h"

namespace temujanji::features {
namespace {

using Parsed = base::Result<misuse::BlockValue, BlockValueProblem>;

constexpr std::size_t kTypedMax = 300;

BlockValueProblem problem_of(domain::IdentityProblem found) {
  const bool of_country = found == domain::IdentityProblem::country_unknown;
  return {of_country ? "country" : "value", to_text(domain::code_of(found))};
}

/// "192.0.2.7", "192.0.2.0/24" and "2001:db8:1::/48" as the prefix that requests have; other sizes are none.
Parsed parse_address(std::string_view typed) {
  const std::size_t slash = typed.find('/');
  const auto bytes = web::parse_address(typed.substr(0, slash));
  if (!bytes) return BlockValueProblem{"value", "address_prefix"};
  const std::string prefix = web::to_address(*bytes).prefix;
  const bool same_size =
      slash == typed.npos || typed.substr(slash) == std::string_view(prefix).substr(prefix.find('/'));
  if (!same_size) return BlockValueProblem{"value", "address_prefix"};
  return misuse::value_of_address(prefix);
}

}  // namespace

Parsed parse_block_value(const TypedBlockValue& typed, domain::Date today) {
  if (typed.value.empty()) return BlockValueProblem{"value", "required"};
  if (typed.value.size() > kTypedMax) return BlockValueProblem{"value", "too_long"};
  if (typed.kind == "mykad") {
    const auto mykad = domain::parse_mykad(typed.value, today);
    if (!mykad) return problem_of(mykad.refusal());
    return misuse::value_of(mykad->document());
  }
  if (typed.kind == "passport") {
    const auto passport = domain::parse_passport(typed.value, typed.country);
    if (!passport) return problem_of(passport.refusal());
    return misuse::value_of(*passport);
  }
  if (typed.kind == "email") {
    const auto email = domain::parse_email(typed.value);
    if (!email) return BlockValueProblem{"value", "email_format"};
    return misuse::value_of_email(*email);
  }
  if (typed.kind == "phone") {
    const auto phone = domain::parse_phone(typed.value);
    if (!phone) return BlockValueProblem{"value", "phone_format"};
    return misuse::value_of_phone(*phone);
  }
  if (typed.kind == "address") return parse_address(typed.value);
  return BlockValueProblem{"kind", "required"};
}

void add_countries(const web::Request& request, std::string_view chosen, web::Values& values) {
  std::vector<const domain::Country*> countries;
  for (const domain::Country& country : domain::all_countries()) countries.push_back(&country);
  std::ranges::sort(countries, {}, [&](const auto* country) { return country->name(request.language); });
  for (const auto* country : countries) {
    values.add("COUNTRY_CHOICE")
        .set("CODE", country->code)
        .set("NAME", country->name(request.language))
        .show_if(country->code == chosen, "CHOSEN");
  }
}

}  // namespace temujanji::features
