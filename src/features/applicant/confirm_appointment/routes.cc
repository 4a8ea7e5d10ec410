#include "features/applicant/confirm_appointment/routes.h"

#include "features/applicant/confirm_appointment/confirm_appointment.h"
#include "features/managed.h"
#include "features/page.h"
#include "web/cookies.h"
#include "web/guard.h"

namespace temujanji::features::confirm_appointment {
namespace {

web::Response question_page(App& app, const web::Request& request,
                            const appointments::Appointment& appointment) {
  const auto next = domain::confirm(appointment.status, appointment.starts_at, app.clock.now());
  web::Response response;
  const std::string browser = web::ensure_browser(request, response);
  web::Values values;
  add_appointment(app, request, appointment, stored_offer(app.live, appointment.office, appointment.service),
                  values);
  values.set("CSRF", web::csrf_token(app.keys, browser));
  values.show(!next ? "NOT_NOW" : *next == appointment.status ? "ALREADY" : "CAN");
  response.body =
      render_page(app, request, "features/applicant/confirm_appointment/page.html", "confirm.title", values);
  response.status = next ? 200 : 409;
  return response;
}

}  // namespace

base::Task<web::Response> ask(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return web::Response::see_other(path_to(request, "/appointment"));
  co_return question_page(app, request, *appointment);
}

base::Task<web::Response> confirm(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return web::Response::see_other(path_to(request, "/appointment"));
  ConfirmAppointment command{appointment->id, "applicant"};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (!outcome) co_return question_page(app, request, *appointment);
  co_return web::Response::see_other(path_to(request, "/appointment/view?done=confirmed"));
}

}  // namespace temujanji::features::confirm_appointment
