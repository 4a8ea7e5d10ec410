#include "features/appointment_json.h"

#include "base/rfc3339.h"
#include "domain/masking.h"
#include "features/target.h"

namespace temujanji::features {

boost::json::object masked_applicant(const domain::Applicant& person) {
  boost::json::object document;
  document["type"] = to_text(person.document.type);
  document["number"] = domain::mask_document(person.document.number);
  boost::json::object object;
  object["name"] = domain::mask_name(person.name);
  object["document"] = std::move(document);
  return object;
}

boost::json::object to_json(const App& app, const appointments::Appointment& appointment) {
  const Offer offer = stored_offer(app.live, appointment.office, appointment.service);
  boost::json::object object;
  object["reference"] = appointment.reference;
  object["status"] = to_text(appointment.status);
  object["office"] = offer.office->code;
  object["service"] = offer.service->code;
  object["starts_at"] = base::to_rfc3339(appointment.starts_at, offer.office->zone);
  object["seats"] = appointment.seats;
  object["applicant"] = masked_applicant(appointment.person);
  return object;
}

base::Task<base::Result<appointments::Appointment, web::Response>> look_up_by_api(
    App& app, const web::Request& request) {
  JsonReader json(request.body);
  if (!json.is_object()) co_return problem_of_status(400);
  std::string reference = request.path_values.empty() ? json.text("reference") : request.path_values.front();
  std::string number = json.text("document_number");
  if (reference.empty()) json.add_error("reference", "required");
  if (number.empty() && json.errors().empty()) json.add_error("document_number", "required");
  if (!json.errors().empty()) co_return invalid(json.errors());

  auto found = co_await look_up(app, request, std::move(reference), std::move(number));
  if (found) co_return std::move(found).value();
  switch (found.refusal()) {
    case LookupRefusal::not_found:
      co_return problem(404, "not_found", "No appointment has this reference and document number");
    case LookupRefusal::too_many_requests:
      co_return problem_of_status(429);
  }
  co_return problem_of_status(404);
}

web::Response refuse(domain::LifeCycleRefusal refusal) {
  switch (refusal) {
    case domain::LifeCycleRefusal::too_late:
      return problem(409, "too_late", "The appointment has begun");
    case domain::LifeCycleRefusal::wrong_state:
      return problem(409, "wrong_state", "The appointment is in a state that does not allow this");
  }
  return problem_of_status(404);
}

}  // namespace temujanji::features
