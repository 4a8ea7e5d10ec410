#include "features/applicant/book_appointment/summary.h"

#include "domain/country.h"
#include "features/page.h"
#include "web/url.h"

namespace temujanji::features::book_appointment {
namespace {

/// Adds rows to one group of the summary.
class Group {
 public:
  Group(const App& app, const web::Request& request, web::Values& values, std::string_view heading_key)
      : app_(app), request_(request), group_(values.add("GROUP")) {
    group_.set("HEADING", say(app, request, heading_key));
  }

  void row(std::string_view key, std::string_view value, std::string_view change_url) {
    if (value.empty()) return;
    web::Values row = group_.add("ROW");
    row.set("KEY_NAME", say(app_, request_, key)).set("VALUE", value);
    row.add("CHANGE").set("CHANGE_URL", change_url);
  }
  /// A row that is changed at a field of the details.
  void detail(std::string_view key, std::string_view value, std::string_view field) {
    row(key, value, path_to(request_, "/book/details#") + std::string(field));
  }
  void document(const domain::IdentityDocument& document, const std::string& path) {
    const bool mykad = document.type == domain::DocumentType::mykad;
    detail(mykad ? "check.row_mykad" : "check.row_passport", document.number, path + ".number");
  }
  std::string country(std::string_view code) const {
    const domain::Country* known = domain::find_country(code);
    return known == nullptr ? std::string(code) : std::string(known->name(request_.language));
  }

 private:
  const App& app_;
  const web::Request& request_;
  web::Values group_;
};

std::string address_of(const App& app, const web::Request& request, const domain::Address& address) {
  std::string text = address.line;
  const auto append = [&](std::string_view part, std::string_view separator) {
    if (part.empty()) return;
    if (!text.empty()) text += separator;
    text += part;
  };
  append(address.postcode, ", ");
  append(address.city, address.postcode.empty() ? ", " : " ");
  const auto catalogue = app.live.catalogue();
  const auto* state = catalogue->find_state(address.state);
  append(state == nullptr ? address.state : state->name.in(request.language), ", ");
  return text;
}

void add_appointment_group(const App& app, const web::Request& request, const CurrentHold& hold,
                           const Offer& offer, web::Values& values) {
  Group group(app, request, values, "check.appointment");
  const std::string when = app.words.date_time(request.language, offer.office->zone.to_local(hold.starts_at));
  const std::string slots =
      path_to(request, "/book/slots") +
      web::make_query({{"office", offer.office->code}, {"service", offer.service->code}});
  const std::string offices =
      path_to(request, "/book/offices") + web::make_query({{"service", offer.service->code}});
  group.row("check.row_service", offer.service->name.in(request.language), path_to(request, "/book"));
  group.row("check.row_office", offer.office->name.in(request.language), offices);
  group.row("check.row_slot", when, slots);
  if (hold.seats > 1) group.row("check.row_seats", std::to_string(hold.seats), slots);
}

}  // namespace

void add_summary(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                 const domain::Applicant& applicant, web::Values& values) {
  add_appointment_group(app, request, hold, offer, values);
  if (applicant.organisation) {
    Group group(app, request, values, "check.organisation");
    group.detail("check.row_organisation", applicant.organisation->name, "organisation.name");
    group.detail("check.row_registration_number", applicant.organisation->registration_number,
                 "organisation.registration_number");
  }
  {
    Group group(app, request, values, "check.applicant");
    group.detail("check.row_name", applicant.name, "applicant.name");
    group.document(applicant.document, "applicant.document");
    if (applicant.document.type == domain::DocumentType::passport) {
      group.detail("check.row_nationality", group.country(applicant.nationality), "applicant.nationality");
    }
  }
  if (applicant.sponsor) {
    Group group(app, request, values, "check.sponsor");
    group.detail("check.row_name", applicant.sponsor->name, "sponsor.name");
    group.document(applicant.sponsor->document, "sponsor.document");
  }
  Group group(app, request, values, "check.contact");
  group.detail("check.row_email", applicant.email, "applicant.email");
  group.detail("check.row_phone", applicant.phone, "applicant.phone");
  group.detail("check.row_address", address_of(app, request, applicant.address), "applicant.address.line");
}

}  // namespace temujanji::features::book_appointment
