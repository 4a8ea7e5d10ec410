#include "features/applicant/rescheduling_check/routes.h"

#include "features/lookup_page.h"
#include "features/managed.h"
#include "features/page.h"

namespace temujanji::features::rescheduling_check {
namespace {

constexpr std::string_view kPage = "features/applicant/rescheduling_check/page.html";

std::string_view section_of(domain::Status status) {
  if (status == domain::Status::displaced) return "DISPLACED";
  const bool cancelled =
      status == domain::Status::cancelled_by_applicant || status == domain::Status::cancelled_by_department;
  return cancelled ? "CANCELLED" : "NOT_MOVED";
}

}  // namespace

web::Response ask(App& app, const web::Request& request) {
  web::Values values;
  values.show("ASK");
  return show_page(app, request, kPage, "rescheduling.title", values);
}

base::Task<web::Response> tell(App& app, const web::Request& request) {
  web::Values values;
  auto looking = look_up_by_form(app, request, values);
  const LookupAnswer answer = co_await looking;
  if (!answer.appointment) {
    values.show("ASK");
    co_return show_page(app, request, kPage, "rescheduling.title", values, answer.status);
  }
  const auto& appointment = *answer.appointment;
  web::Values told = values.add(section_of(appointment.status));
  add_appointment(app, request, appointment, stored_offer(app.live, appointment.office, appointment.service),
                  told);
  web::Response response = show_page(app, request, kPage, "rescheduling.title", values);
  let_manage(app, request, response, appointment.id);
  co_return response;
}

}  // namespace temujanji::features::rescheduling_check
