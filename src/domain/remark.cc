#include "domain/remark.h"

#include <algorithm>

#include "base/text.h"
#include "domain/person_name.h"

namespace temujanji::domain {
namespace {

constexpr int kDigitsTogether = 6;
constexpr int kDigitsApart = 9;

bool looks_personal(std::string_view line) {
  int together = 0;
  int apart = 0;
  for (const char letter : line) {
    const bool is_digit = letter >= '0' && letter <= '9';
    const bool separates = letter == '-' || letter == ' ';
    together = is_digit ? together + 1 : 0;
    if (!separates) apart = is_digit ? apart + 1 : 0;
    if (letter == '@' || together >= kDigitsTogether || apart >= kDigitsApart) return true;
  }
  return false;
}

}  // namespace

std::string_view to_text(RemarkProblem problem) {
  switch (problem) {
    case RemarkProblem::required:
      return "required";
    case RemarkProblem::too_long:
      return "too_long";
    case RemarkProblem::text_characters:
      return "text_characters";
    case RemarkProblem::personal:
      return "personal";
  }
  return "";
}

base::Result<std::string, RemarkProblem> parse_remark(std::string_view typed) {
  std::string line = single_line(typed);
  if (line.empty()) return RemarkProblem::required;
  if (!is_plain_line(line)) return RemarkProblem::text_characters;
  if (base::code_points(line) > kRemarkLengthMax) return RemarkProblem::too_long;
  if (looks_personal(line)) return RemarkProblem::personal;
  return line;
}

}  // namespace temujanji::domain
