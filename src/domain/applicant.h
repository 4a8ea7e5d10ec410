#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/identity.h"

namespace temujanji::domain {

/// Who comes for a service, and so what must be told. The names are those of the catalogue.
enum class ApplicantKind {
  /// A Malaysian with a MyKad; a child has one too and gives a parent's contact.
  citizen,
  /// The number of a MyPR has the form of a MyKad's.
  permanent_resident,
  foreigner,
  /// A foreigner with a passport; the sponsor attends too.
  foreigner_with_sponsor,
  /// Somebody who comes for the person they sponsor.
  sponsor,
  /// The representative of a company.
  employer,
  /// The representative of an embassy, university or agency.
  institution,
};
inline constexpr std::array kApplicantKinds{ApplicantKind::citizen,    ApplicantKind::permanent_resident,
                                            ApplicantKind::foreigner,  ApplicantKind::foreigner_with_sponsor,
                                            ApplicantKind::sponsor,    ApplicantKind::employer,
                                            ApplicantKind::institution};
std::string_view to_text(ApplicantKind kind);
std::optional<ApplicantKind> parse_applicant_kind(std::string_view text);

/// What a page or a JSON client has to ask for this kind.
bool needs_sponsor(ApplicantKind kind);
bool needs_organisation(ApplicantKind kind);
/// Whether the applicant may come with such a document.
bool accepts(ApplicantKind kind, DocumentType type);

/// Where post reaches the applicant; all parts empty if not told.
struct Address {
  std::string line;
  std::string postcode;
  std::string city;
  /// "01"–"16" in Malaysia, free text elsewhere.
  std::string state;
  /// Alpha-3.
  std::string country;
  bool operator==(const Address&) const = default;
};

struct Sponsor {
  std::string name;
  IdentityDocument document;
  bool operator==(const Sponsor&) const = default;
};

struct Organisation {
  std::string name;
  std::string registration_number;
  bool operator==(const Organisation&) const = default;
};

/// Everything checked about the person an appointment is for. Personal: sealed at rest, in no log or URL.
struct Applicant {
  std::string name;
  IdentityDocument document;
  /// Alpha-3 or ICAO; XXX for a permanent resident who did not tell.
  std::string nationality;
  std::string email;
  std::string phone;  // E.164
  Address address;
  std::optional<Sponsor> sponsor;
  std::optional<Organisation> organisation;
  int persons = 1;
  bool operator==(const Applicant&) const = default;
};

/// A document as typed.
struct DocumentInput {
  std::string type;
  std::string number;
  std::string country;
};

/// What was typed, or came as JSON; empty stands for not given.
struct ApplicantInput {
  std::string name;
  DocumentInput document;
  std::string nationality;
  std::string email;
  std::string phone;
  Address address;
  std::string sponsor_name;
  DocumentInput sponsor_document;
  std::string organisation_name;
  std::string organisation_registration_number;
  std::string seats;
};

/// Why a field is refused. Words are under `error.<code>`, and the JSON interface answers the same codes.
enum class FieldCode {
  required,
  too_long,
  /// The kind of applicant does not give this.
  not_allowed,
  name_characters,
  text_characters,
  document_type_unknown,
  mykad_digits,
  mykad_date,
  mykad_place,
  passport_format,
  country_unknown,
  email_format,
  phone_format,
  postcode_format,
  state_unknown,
  registration_format,
  /// Not a number from 1 to what the service serves in one booking.
  persons_range,
};
inline constexpr std::array kFieldCodes{FieldCode::required,        FieldCode::too_long,
                                        FieldCode::not_allowed,     FieldCode::name_characters,
                                        FieldCode::text_characters, FieldCode::document_type_unknown,
                                        FieldCode::mykad_digits,    FieldCode::mykad_date,
                                        FieldCode::mykad_place,     FieldCode::passport_format,
                                        FieldCode::country_unknown, FieldCode::email_format,
                                        FieldCode::phone_format,    FieldCode::postcode_format,
                                        FieldCode::state_unknown,   FieldCode::registration_format,
                                        FieldCode::persons_range};
std::string_view to_text(FieldCode code);
/// That of the field in which the document was typed, or its country for `country_unknown`.
FieldCode code_of(IdentityProblem problem);

/// `field` is the path in the JSON interface: "applicant.document.number", "sponsor.name", "seats".
struct FieldProblem {
  std::string field;
  FieldCode code;
  bool operator==(const FieldProblem&) const = default;
};

/// Checks all fields and answers with the applicant or every problem, in the order of the form and at most
/// one for a field. `persons_max` is the service's, `today` the date in Malaysia. Not given: the document's
/// type is MyKad for citizens and permanent residents and for sponsors' documents, and passport for
/// foreigners; its country is the nationality and the other way round; the nationality with a MyKad is MYS
/// (of a permanent resident XXX); `seats` is 1; the address may be left out whole or in part.
base::Result<Applicant, std::vector<FieldProblem>> check_applicant(ApplicantKind kind,
                                                                   const ApplicantInput& input,
                                                                   int persons_max, Date today);

/// The applicant as bytes, to be sealed.
std::string pack_applicant(const Applicant& applicant);
/// What `pack_applicant` packed; nothing for bytes that it did not make.
std::optional<Applicant> unpack_applicant(std::string_view packed);

}  // namespace temujanji::domain
