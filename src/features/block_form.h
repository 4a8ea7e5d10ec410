#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "features/app.h"
#include "misuse/block_value.h"

namespace temujanji::features {

/// What somebody types who means a value that may be blocked.
struct TypedBlockValue {
  /// "mykad", "passport", "email", "phone" or "address".
  std::string kind;
  std::string value;
  /// Who issued a passport.
  std::string country;
};

/// Which field of a form is wrong, "value" or "country" or "kind", and the code of its word.
struct BlockValueProblem {
  std::string_view field;
  std::string_view code;
};

base::Result<misuse::BlockValue, BlockValueProblem> parse_block_value(const TypedBlockValue& typed,
                                                                      domain::Date today);

/// Repeats section COUNTRY_CHOICE: CODE, NAME; section CHOSEN.
void add_countries(const web::Request& request, std::string_view chosen, web::Values& values);

}  // namespace temujanji::features
