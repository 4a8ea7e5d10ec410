#include "features/typed_details.h"

#include "domain/mrz.h"
#include "features/today.h"

namespace temujanji::features {
namespace {

std::string typed_text(const web::Form& typed, std::string_view name) {
  return std::string(typed.value(name));
}

domain::DocumentInput document_of(const web::Form& typed, const std::string& path) {
  return {typed_text(typed, path + ".type"), typed_text(typed, path + ".number"),
          typed_text(typed, path + ".country")};
}

/// What a pasted machine-readable zone says stands in for what was left empty; one that cannot be read is
/// passed over, and the empty fields ask for themselves.
void fill_from_mrz(domain::ApplicantInput& input, std::string_view pasted, domain::Date today) {
  const auto mrz = domain::parse_mrz(pasted, today);
  if (!mrz) return;
  if (input.document.number.empty()) input.document.number = mrz->document_number;
  if (input.nationality.empty()) input.nationality = mrz->nationality;
  if (input.name.empty()) input.name = mrz->name;
}

}  // namespace

domain::ApplicantInput to_input(const web::Form& typed, int seats, domain::Date today) {
  domain::ApplicantInput input;
  input.name = typed_text(typed, "applicant.name");
  input.document = document_of(typed, "applicant.document");
  input.nationality = typed_text(typed, "applicant.nationality");
  input.email = typed_text(typed, "applicant.email");
  input.phone = typed_text(typed, "applicant.phone");
  input.address.line = typed_text(typed, "applicant.address.line");
  input.address.postcode = typed_text(typed, "applicant.address.postcode");
  input.address.city = typed_text(typed, "applicant.address.city");
  input.address.state = typed_text(typed, "applicant.address.state");
  input.address.country = typed_text(typed, "applicant.address.country");
  input.sponsor_name = typed_text(typed, "sponsor.name");
  input.sponsor_document = document_of(typed, "sponsor.document");
  input.organisation_name = typed_text(typed, "organisation.name");
  input.organisation_registration_number = typed_text(typed, "organisation.registration_number");
  input.seats = std::to_string(seats);
  if (const auto pasted = typed.value("mrz"); !pasted.empty()) fill_from_mrz(input, pasted, today);
  return input;
}

base::Result<domain::Applicant, std::vector<domain::FieldProblem>> check_details(
    const App& app, const catalogue::Service& service, const web::Form& typed, int seats) {
  const domain::Date today = today_in_malaysia(app);
  auto checked = domain::check_applicant(service.applicant_kind, to_input(typed, seats, today),
                                         service.persons_max, today);
  if (checked) return checked;
  std::vector<domain::FieldProblem> problems = std::move(checked).refusal();
  for (domain::FieldProblem& found : problems) {
    if (found.field == "applicant.document.country") found.field = "applicant.nationality";
  }
  return problems;
}

}  // namespace temujanji::features
