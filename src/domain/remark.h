#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace temujanji::domain {

inline constexpr std::size_t kRemarkLengthMax = 200;

/// Why a remark is refused; the names are those of the pages' error codes.
enum class RemarkProblem {
  required,
  too_long,
  text_characters,
  /// It seems to hold a person's number or e-mail address: an @, six digits in a row, or nine with hyphens
  /// and blanks between them. Years, dates and small numbers may stand in it.
  personal,
};
std::string_view to_text(RemarkProblem problem);

/// A reason that somebody of the department types, as it is kept: on one line, at most 200 characters and
/// without a person's data, for it is shown to auditors and never erased.
base::Result<std::string, RemarkProblem> parse_remark(std::string_view typed);

}  // namespace temujanji::domain
