#include "features/applicant/enter_details/routes.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/country.h"
#include "features/current_hold.h"
#include "features/page.h"
#include "features/typed_details.h"
#include "web/cookies.h"

namespace temujanji::features::enter_details {
namespace {

using domain::ApplicantKind;
using domain::DocumentType;

/// What the page shows: typed values and what is wrong with them.
struct Filled {
  const web::Form& typed;
  const std::vector<domain::FieldProblem>& problems;
};

/// "applicant.document.number" -> "APPLICANT_DOCUMENT_NUMBER".
std::string section_of(std::string_view path) {
  std::string section = base::to_upper(path);
  std::ranges::replace(section, '.', '_');
  return section;
}

web::Values add_field(const App& app, const web::Request& request, const Filled& filled,
                      std::string_view path, web::Values& values) {
  web::Values field = values.add(section_of(path));
  field.set("VALUE", filled.typed.value(path));
  for (const domain::FieldProblem& found : filled.problems) {
    if (found.field != path) continue;
    field.add("ERROR").set("ERROR_TEXT", field_error(app, request, path, to_text(found.code)));
  }
  return field;
}

void add_option(web::Values& field, std::string_view code, std::string_view name, std::string_view chosen) {
  web::Values option = field.add("OPTION");
  option.set("CODE", code).set("NAME", name).show_if(code == chosen, "SELECTED");
}

void add_countries(const App& app, const web::Request& request, const Filled& filled, std::string_view path,
                   web::Values& values) {
  web::Values field = add_field(app, request, filled, path, values);
  std::vector<const domain::Country*> countries;
  for (const domain::Country& country : domain::all_countries()) countries.push_back(&country);
  std::ranges::sort(countries, {}, [&](const auto* country) { return country->name(request.language); });
  for (const auto* country : countries) {
    add_option(field, country->code, country->name(request.language), filled.typed.value(path));
  }
}

void add_document_type(const App& app, const web::Request& request, const Filled& filled,
                       std::string_view path, web::Values& values) {
  web::Values field = add_field(app, request, filled, path, values);
  const auto type = domain::parse_document_type(filled.typed.value(path)).value_or(DocumentType::mykad);
  field.show(type == DocumentType::mykad ? "IS_MYKAD" : "IS_PASSPORT");
}

void add_who(const App& app, const web::Request& request, ApplicantKind kind, const Filled& filled,
             web::Values& values) {
  const bool by_mykad = domain::accepts(kind, DocumentType::mykad);
  const bool by_passport = domain::accepts(kind, DocumentType::passport);
  values.show(by_mykad && by_passport ? "EITHER" : by_mykad ? "MYKAD" : "PASSPORT");
  values.show(kind == ApplicantKind::sponsor     ? "WHO_SPONSOR"
              : domain::needs_organisation(kind) ? "WHO_REPRESENTATIVE"
                                                 : "WHO_APPLICANT");
  add_field(app, request, filled, "applicant.name", values);
  add_field(app, request, filled, "applicant.document.number", values);
  if (by_mykad && by_passport) add_document_type(app, request, filled, "applicant.document.type", values);
  if (by_passport) add_countries(app, request, filled, "applicant.nationality", values);
  values.set("MRZ", filled.typed.value("mrz"));
}

void add_others(const App& app, const web::Request& request, ApplicantKind kind, const Filled& filled,
                web::Values& values) {
  if (domain::needs_sponsor(kind)) {
    values.show("SPONSOR");
    add_field(app, request, filled, "sponsor.name", values);
    add_document_type(app, request, filled, "sponsor.document.type", values);
    add_field(app, request, filled, "sponsor.document.number", values);
    add_countries(app, request, filled, "sponsor.document.country", values);
  }
  if (domain::needs_organisation(kind)) {
    values.show("ORGANISATION");
    add_field(app, request, filled, "organisation.name", values);
    add_field(app, request, filled, "organisation.registration_number", values);
  }
}

void add_contact(const App& app, const web::Request& request, const Filled& filled, web::Values& values) {
  for (const char* path : {"applicant.email", "applicant.phone", "applicant.address.line",
                           "applicant.address.postcode", "applicant.address.city"}) {
    add_field(app, request, filled, path, values);
  }
  add_countries(app, request, filled, "applicant.address.country", values);
  web::Values state = add_field(app, request, filled, "applicant.address.state", values);
  for (const auto& known : app.live.catalogue()->states()) {
    add_option(state, known.code, known.name.in(request.language),
               filled.typed.value("applicant.address.state"));
  }
}

web::Response details_page(App& app, const web::Request& request, const CurrentHold& hold,
                           const Filled& filled) {
  const Offer offer = stored_offer(app.live, hold.office, hold.service);
  web::Values values;
  add_hold_banner(app, request, hold, offer, "details", values);
  add_chosen_hold(app, request, hold, offer, values);
  const ApplicantKind kind = offer.service->applicant_kind;
  add_who(app, request, kind, filled, values);
  add_others(app, request, kind, filled, values);
  add_contact(app, request, filled, values);
  if (!filled.problems.empty()) values.show("ERRORS");
  for (const domain::FieldProblem& found : filled.problems) {
    add_error(values, found.field, field_error(app, request, found.field, to_text(found.code)));
  }
  values.set("BACK_URL", path_to(request, "/book/slots?office=") + offer.office->code +
                             "&service=" + offer.service->code);
  return show_page(app, request, "features/applicant/enter_details/page.html", "details.title", values,
                   filled.problems.empty() ? 200 : 422);
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request) {
  auto finding = find_current_hold(app, request);
  const auto hold = co_await finding;
  if (!hold || !hold->is_live(app.clock.now())) co_return lost_page(app, request, hold);
  const std::vector<domain::FieldProblem> none;
  const Filled filled{hold->typed, none};
  co_return details_page(app, request, *hold, filled);
}

base::Task<web::Response> save(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.body);
  if (!form) co_return status_page(app, request, 400);
  auto finding = find_current_hold(app, request);
  auto hold = co_await finding;
  if (!hold) co_return lost_page(app, request, hold);

  // What was typed is kept also when the hold is lost, or when something must be mended.
  SaveDraft command{hold->id,
                    seal_typed(app.keys, browser_digest(app.keys, web::find_browser(request)), *form)};
  const auto saved = co_await app.engine.submit(*request.executor, std::move(command));
  hold->typed = *form;
  if (!saved || !hold->is_live(app.clock.now())) co_return lost_page(app, request, hold);

  const Offer offer = stored_offer(app.live, hold->office, hold->service);
  const auto checked = check_details(app, *offer.service, *form, hold->seats);
  if (checked) co_return web::Response::see_other(path_to(request, "/book/documents"));
  const Filled filled{*form, checked.refusal()};
  co_return details_page(app, request, *hold, filled);
}

}  // namespace temujanji::features::enter_details
