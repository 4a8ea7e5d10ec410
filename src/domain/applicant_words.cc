#include <algorithm>

#include "base/check.h"
#include "domain/applicant.h"

namespace temujanji::domain {

std::string_view to_text(ApplicantKind kind) {
  switch (kind) {
    case ApplicantKind::citizen:
      return "citizen";
    case ApplicantKind::permanent_resident:
      return "permanent_resident";
    case ApplicantKind::foreigner:
      return "foreigner";
    case ApplicantKind::foreigner_with_sponsor:
      return "foreigner_with_sponsor";
    case ApplicantKind::sponsor:
      return "sponsor";
    case ApplicantKind::employer:
      return "employer";
    case ApplicantKind::institution:
      return "institution";
  }
  CHECK(false);
}

std::optional<ApplicantKind> parse_applicant_kind(std::string_view text) {
  const auto* found =
      std::ranges::find_if(kApplicantKinds, [&](ApplicantKind kind) { return to_text(kind) == text; });
  return found == kApplicantKinds.end() ? std::nullopt : std::optional(*found);
}

bool needs_sponsor(ApplicantKind kind) {
  return kind == ApplicantKind::foreigner_with_sponsor || kind == ApplicantKind::sponsor;
}

bool needs_organisation(ApplicantKind kind) {
  return kind == ApplicantKind::employer || kind == ApplicantKind::institution;
}

bool accepts(ApplicantKind kind, DocumentType type) {
  switch (kind) {
    case ApplicantKind::citizen:
    case ApplicantKind::permanent_resident:
      return type == DocumentType::mykad;
    case ApplicantKind::foreigner:
    case ApplicantKind::foreigner_with_sponsor:
      return type == DocumentType::passport;
    case ApplicantKind::sponsor:
    case ApplicantKind::employer:
    case ApplicantKind::institution:
      return true;
  }
  CHECK(false);
}

std::string_view to_text(FieldCode code) {
  switch (code) {
    case FieldCode::required:
      return "required";
    case FieldCode::too_long:
      return "too_long";
    case FieldCode::not_allowed:
      return "not_allowed";
    case FieldCode::name_characters:
      return "name_characters";
    case FieldCode::text_characters:
      return "text_characters";
    case FieldCode::document_type_unknown:
      return "document_type_unknown";
    case FieldCode::mykad_digits:
      return "mykad_digits";
    case FieldCode::mykad_date:
      return "mykad_date";
    case FieldCode::mykad_place:
      return "mykad_place";
    case FieldCode::passport_format:
      return "passport_format";
    case FieldCode::country_unknown:
      return "country_unknown";
    case FieldCode::email_format:
      return "email_format";
    case FieldCode::phone_format:
      return "phone_format";
    case FieldCode::postcode_format:
      return "postcode_format";
    case FieldCode::state_unknown:
      return "state_unknown";
    case FieldCode::registration_format:
      return "registration_format";
    case FieldCode::persons_range:
      return "persons_range";
  }
  CHECK(false);
}

}  // namespace temujanji::domain
