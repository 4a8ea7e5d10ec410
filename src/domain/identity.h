#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/calendar.h"

namespace temujanji::domain {

/// Papers with which an applicant shows who they are. The names are those of the JSON interface.
enum class DocumentType { mykad, passport };
std::string_view to_text(DocumentType type);
std::optional<DocumentType> parse_document_type(std::string_view text);

/// A checked identity document.
struct IdentityDocument {
  DocumentType type;
  /// As `normalise_document_number` makes it.
  std::string number;
  /// Who issued it: a code of country.h; MYS for a MyKad.
  std::string country;
  bool operator==(const IdentityDocument&) const = default;
};

/// Why a document is refused; the names are the end of the JSON interface's and the pages' error codes.
enum class IdentityProblem {
  /// Not twelve digits.
  mykad_digits,
  /// The first six are no date up to today.
  mykad_date,
  /// Digits seven and eight name no place of birth.
  mykad_place,
  /// Not 5–20 of A–Z and 0–9.
  passport_format,
  country_unknown,
};

/// `text` in upper case without blanks, hyphens and dashes, also those beyond ASCII that copying from a
/// document brings along. The form in which document numbers are kept and compared.
std::string normalise_document_number(std::string_view text);

enum class Sex { female, male };

/// What a MyKad number says of its holder. The two-digit year is read as the youngest age that is possible.
struct MyKad {
  std::string number;
  Date born_on;
  Sex sex;
  IdentityDocument document() const;
};

/// Reads a MyKad number, `YYMMDD-PB-###G` with or without separators. `today` is the date in Malaysia.
base::Result<MyKad, IdentityProblem> parse_mykad(std::string_view text, Date today);

/// Reads the number of a passport of `country` (alpha-3 or alpha-2).
base::Result<IdentityDocument, IdentityProblem> parse_passport(std::string_view text,
                                                               std::string_view country);

/// Whether it is a Malaysian passport whose number is not the usual A, H or K and eight digits: worth a
/// question ("is this right?"), not a refusal.
bool is_unusual_passport(const IdentityDocument& document);

/// "mykad|MYS|900101141234": equal for equal documents and for no others. What keyed hashes are made of.
std::string identity_key(const IdentityDocument& document);

}  // namespace temujanji::domain
