#include "domain/applicant.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "domain/contact.h"
#include "domain/country.h"
#include "domain/person_name.h"

namespace temujanji::domain {
namespace {

constexpr std::size_t kAddressLineLengthMax = 200;
constexpr std::size_t kCityLengthMax = 100;
constexpr std::size_t kPostcodeLengthMax = 12;
constexpr std::size_t kRegistrationLengthMin = 3;
constexpr std::size_t kRegistrationLengthMax = 30;
constexpr int kStatesOfMalaysia = 16;

bool is_given(const DocumentInput& input) {
  return !base::trim(input.number).empty();
}

/// Walks through one submission and gathers what is wrong with it.
class Checker {
 public:
  Checker(ApplicantKind kind, const ApplicantInput& input, int persons_max, Date today)
      : kind_(kind), input_(input), persons_max_(persons_max), today_(today) {}

  Applicant applicant() {
    Applicant out{};
    out.name = name("applicant.name", input_.name);
    out.document = applicant_document();
    out.nationality = nationality(out.document);
    out.email = email();
    out.phone = phone();
    out.address = address();
    out.sponsor = sponsor();
    out.organisation = organisation();
    out.persons = persons();
    return out;
  }
  std::vector<FieldProblem> problems() && { return std::move(problems_); }

 private:
  /// The first problem of a field stands, the others are often its consequence.
  void refuse(std::string_view field, FieldCode code) {
    if (std::ranges::find(problems_, field, &FieldProblem::field) == problems_.end())
      problems_.push_back({std::string(field), code});
  }

  std::string name(std::string_view field, std::string_view typed) {
    std::string line = single_line(typed);
    if (line.empty()) {
      refuse(field, FieldCode::required);
    } else if (!is_name(line)) {
      refuse(field, FieldCode::name_characters);
    } else if (base::code_points(line) > kNameLengthMax) {
      refuse(field, FieldCode::too_long);
    }
    return line;
  }

  std::string free_text(std::string_view field, std::string_view typed, std::size_t length_max) {
    std::string line = single_line(typed);
    if (!is_plain_line(line)) {
      refuse(field, FieldCode::text_characters);
    } else if (base::code_points(line) > length_max) {
      refuse(field, FieldCode::too_long);
    }
    return line;
  }

  IdentityDocument applicant_document() {
    const bool by_mykad = accepts(kind_, DocumentType::mykad);
    const bool by_passport = accepts(kind_, DocumentType::passport);
    DocumentInput typed = input_.document;
    if (typed.type.empty() && by_mykad != by_passport)
      typed.type = to_text(by_mykad ? DocumentType::mykad : DocumentType::passport);
    if (typed.country.empty()) typed.country = input_.nationality;
    const auto type = document_type("applicant.document", typed.type);
    if (!type) return {};
    if (!accepts(kind_, *type)) {
      refuse("applicant.document.type", FieldCode::not_allowed);
      return {};
    }
    if (*type == DocumentType::mykad) typed.country = input_.document.country;
    return document("applicant.document", *type, typed);
  }

  std::optional<DocumentType> document_type(const std::string& path, std::string_view typed) {
    const auto type = parse_document_type(typed);
    if (!type) refuse(path + ".type", typed.empty() ? FieldCode::required : FieldCode::document_type_unknown);
    return type;
  }

  IdentityDocument document(const std::string& path, DocumentType type, const DocumentInput& typed) {
    if (!is_given(typed)) {
      refuse(path + ".number", FieldCode::required);
      if (type == DocumentType::passport && typed.country.empty())
        refuse(path + ".country", FieldCode::required);
      return {};
    }
    return type == DocumentType::mykad ? mykad(path, typed) : passport(path, typed);
  }

  IdentityDocument mykad(const std::string& path, const DocumentInput& typed) {
    const auto read = parse_mykad(typed.number, today_);
    if (!read) refuse(path + ".number", code_of(read.refusal()));
    if (!typed.country.empty() && parse_country(typed.country) != "MYS")
      refuse(path + ".country", FieldCode::not_allowed);
    return read ? read->document() : IdentityDocument{};
  }

  IdentityDocument passport(const std::string& path, const DocumentInput& typed) {
    auto read = parse_passport(typed.number, typed.country.empty() ? "XXX" : typed.country);
    if (!read && read.refusal() != IdentityProblem::country_unknown)
      refuse(path + ".number", code_of(read.refusal()));
    if (typed.country.empty()) {
      refuse(path + ".country", FieldCode::required);
    } else if (!parse_country(typed.country)) {
      refuse(path + ".country", FieldCode::country_unknown);
    }
    return read ? std::move(read).value() : IdentityDocument{};
  }

  std::string nationality(const IdentityDocument& checked) {
    if (base::trim(input_.nationality).empty())
      return kind_ == ApplicantKind::permanent_resident ? "XXX" : checked.country;
    const auto code = parse_country(input_.nationality);
    if (!code) {
      refuse("applicant.nationality", FieldCode::country_unknown);
    } else if (kind_ == ApplicantKind::citizen && *code != "MYS") {
      refuse("applicant.nationality", FieldCode::not_allowed);
    }
    return code.value_or("");
  }

  std::string email() {
    auto email = parse_email(input_.email);
    if (!email) {
      const bool given = !base::trim(input_.email).empty();
      refuse("applicant.email", given ? FieldCode::email_format : FieldCode::required);
    }
    return std::move(email).value_or("");
  }

  std::string phone() {
    auto phone = parse_phone(input_.phone);
    if (!phone) {
      const bool given = !base::trim(input_.phone).empty();
      refuse("applicant.phone", given ? FieldCode::phone_format : FieldCode::required);
    }
    return std::move(phone).value_or("");
  }

  Address address() {
    Address out;
    out.line = free_text("applicant.address.line", input_.address.line, kAddressLineLengthMax);
    out.postcode = single_line(input_.address.postcode);
    out.city = free_text("applicant.address.city", input_.address.city, kCityLengthMax);
    out.state = free_text("applicant.address.state", input_.address.state, kCityLengthMax);
    const std::string country = single_line(input_.address.country);
    if (out == Address{} && country.empty()) return out;
    const auto code = parse_country(country.empty() ? "MYS" : country);
    if (!code) {
      refuse("applicant.address.country", FieldCode::country_unknown);
      return out;
    }
    out.country = *code;
    check_address_in(out);
    return out;
  }

  void check_address_in(const Address& address) {
    const bool here = address.country == "MYS";
    const std::string& postcode = address.postcode;
    const bool fits = here ? postcode.size() == 5 && std::ranges::all_of(postcode, base::is_digit)
                           : postcode.size() <= kPostcodeLengthMax && is_plain_line(postcode);
    if (!postcode.empty() && !fits) refuse("applicant.address.postcode", FieldCode::postcode_format);
    if (!here || address.state.empty()) return;
    const auto number = base::parse_number<int>(address.state);
    if (address.state.size() != 2 || !number || *number < 1 || *number > kStatesOfMalaysia)
      refuse("applicant.address.state", FieldCode::state_unknown);
  }

  std::optional<Sponsor> sponsor() {
    const DocumentInput& typed = input_.sponsor_document;
    if (!needs_sponsor(kind_)) {
      if (!input_.sponsor_name.empty()) refuse("sponsor.name", FieldCode::not_allowed);
      if (is_given(typed)) refuse("sponsor.document.number", FieldCode::not_allowed);
      return std::nullopt;
    }
    Sponsor out;
    out.name = name("sponsor.name", input_.sponsor_name);
    const auto type =
        typed.type.empty() ? DocumentType::mykad : document_type("sponsor.document", typed.type);
    out.document = type ? document("sponsor.document", *type, typed) : IdentityDocument{};
    return out;
  }

  std::optional<Organisation> organisation() {
    const std::string& typed = input_.organisation_registration_number;
    if (!needs_organisation(kind_)) {
      if (!input_.organisation_name.empty()) refuse("organisation.name", FieldCode::not_allowed);
      if (!typed.empty()) refuse("organisation.registration_number", FieldCode::not_allowed);
      return std::nullopt;
    }
    Organisation out;
    out.name = name("organisation.name", input_.organisation_name);
    out.registration_number = registration_number(typed);
    return out;
  }

  /// Companies, societies, embassies and universities all number differently; only what cannot be a number
  /// is refused.
  std::string registration_number(std::string_view typed) {
    std::string number = base::to_upper(single_line(typed));
    const auto fits = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
             std::string_view(" -/.()").find(c) != std::string_view::npos;
    };
    if (number.empty()) {
      refuse("organisation.registration_number", FieldCode::required);
    } else if (number.size() < kRegistrationLengthMin || number.size() > kRegistrationLengthMax ||
               !std::ranges::all_of(number, fits)) {
      refuse("organisation.registration_number", FieldCode::registration_format);
    }
    return number;
  }

  int persons() {
    const std::string_view typed = base::trim(input_.seats);
    if (typed.empty()) return 1;
    const auto persons = base::parse_number<int>(typed);
    if (!persons || *persons < 1 || *persons > persons_max_) refuse("seats", FieldCode::persons_range);
    return persons.value_or(1);
  }

  ApplicantKind kind_;
  const ApplicantInput& input_;
  int persons_max_;
  Date today_;
  std::vector<FieldProblem> problems_;
};

}  // namespace

FieldCode code_of(IdentityProblem problem) {
  switch (problem) {
    case IdentityProblem::mykad_digits:
      return FieldCode::mykad_digits;
    case IdentityProblem::mykad_date:
      return FieldCode::mykad_date;
    case IdentityProblem::mykad_place:
      return FieldCode::mykad_place;
    case IdentityProblem::passport_format:
      return FieldCode::passport_format;
    case IdentityProblem::country_unknown:
      return FieldCode::country_unknown;
  }
  CHECK(false);
}

base::Result<Applicant, std::vector<FieldProblem>> check_applicant(ApplicantKind kind,
                                                                   const ApplicantInput& input,
                                                                   int persons_max, Date today) {
  Checker checker(kind, input, persons_max, today);
  Applicant applicant = checker.applicant();
  std::vector<FieldProblem> problems = std::move(checker).problems();
  if (!problems.empty()) return problems;
  return applicant;
}

}  // namespace temujanji::domain
