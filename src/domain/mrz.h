#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/calendar.h"

namespace temujanji::domain {

/// What the machine-readable zone of a passport says (ICAO Doc 9303 part 4, format TD3).
struct Mrz {
  std::string document_number;
  /// As printed, but "D" written "DEU"; not looked up.
  std::string nationality;
  /// Nothing where the passport leaves a part of the date unknown.
  std::optional<Date> born_on;
  Date expires_on;
  /// 'F', 'M', or '<' for not stated.
  char sex;
  /// Of the upper line, empty if only the lower one was read: who issued it, and the holder's name,
  /// given names first.
  std::string issuer;
  std::string name;
};

enum class MrzProblem {
  /// Neither the lower line (44 characters) nor both (88).
  length,
  /// Something else than A–Z, 0–9 and `<`, or not where it belongs.
  characters,
  /// A check digit is wrong: one character was misread.
  check_digit,
  /// A date does not exist.
  date,
};

/// Reads the lower line or both, with line ends and blanks anywhere and in any case. Two-digit years: birth
/// is the latest such date up to `today`, expiry the one within fifty years of it.
base::Result<Mrz, MrzProblem> parse_mrz(std::string_view text, Date today);

}  // namespace temujanji::domain
