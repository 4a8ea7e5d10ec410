#include "features/lookup_page.h"

#include "features/page.h"

namespace temujanji::features {
namespace {

/// Says that a field must be filled.
void require(const App& app, const web::Request& request, std::string_view field, std::string_view section,
             web::Values& values) {
  const std::string text = field_error(app, request, field, "required");
  add_error(values, field, text);
  values.add(section).set("ERROR_TEXT", text);
}

}  // namespace

base::Task<LookupAnswer> look_up_by_form(App& app, const web::Request& request, web::Values& values) {
  LookupAnswer answer;
  const auto form = web::Form::parse(request.body);
  std::string reference(form ? form->value("reference") : "");
  std::string number(form ? form->value("document_number") : "");
  values.set("REFERENCE", reference).set("DOCUMENT_NUMBER", number);
  if (reference.empty()) require(app, request, "reference", "REFERENCE_ERROR", values);
  if (number.empty()) require(app, request, "document_number", "DOCUMENT_NUMBER_ERROR", values);
  if (reference.empty() || number.empty()) {
    values.show("ERRORS");
    answer.status = 422;
    co_return answer;
  }
  auto looking = look_up(app, request, std::move(reference), std::move(number));
  auto found = co_await looking;
  if (found) {
    answer.appointment = std::move(found).value();
    co_return answer;
  }
  const bool too_many = found.refusal() == LookupRefusal::too_many_requests;
  values.show(too_many ? "TOO_MANY" : "NOT_FOUND");
  answer.status = too_many ? 429 : 404;
  co_return answer;
}

}  // namespace temujanji::features
