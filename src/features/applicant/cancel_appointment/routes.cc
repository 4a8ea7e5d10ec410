#include "features/applicant/cancel_appointment/routes.h"

#include <algorithm>
#include <array>

#include "features/applicant/cancel_appointment/cancel_appointment.h"
#include "features/managed.h"
#include "features/page.h"
#include "web/cookies.h"
#include "web/form.h"
#include "web/guard.h"

namespace temujanji::features::cancel_appointment {
namespace {

constexpr std::array<std::string_view, 4> kReasons{"plans_changed", "wrong_details", "no_longer_needed",
                                                   "other"};

enum class Reason { asked, missing };

web::Response question_page(App& app, const web::Request& request,
                            const appointments::Appointment& appointment, Reason reason) {
  const auto next = domain::cancel_by_applicant(appointment.status, appointment.starts_at, app.clock.now());
  web::Response response;
  const std::string browser = web::ensure_browser(request, response);
  web::Values values;
  add_appointment(app, request, appointment, stored_offer(app.live, appointment.office, appointment.service),
                  values);
  values.set("CSRF", web::csrf_token(app.keys, browser));
  values.show(next ? "CAN" : next.refusal() == domain::LifeCycleRefusal::too_late ? "TOO_LATE" : "NOT_NOW");
  if (next && reason == Reason::missing) {
    const std::string text = field_error(app, request, "reason", "required");
    values.show("ERRORS");
    add_error(values, "reason", text);
    values.add("REASON_ERROR").set("ERROR_TEXT", text);
    response.status = 422;
  }
  if (!next) response.status = 409;
  response.body =
      render_page(app, request, "features/applicant/cancel_appointment/page.html", "cancel.title", values);
  return response;
}

}  // namespace

base::Task<web::Response> ask(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return web::Response::see_other(path_to(request, "/appointment"));
  co_return question_page(app, request, *appointment, Reason::asked);
}

base::Task<web::Response> cancel(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_managed(app, request);
  auto appointment = co_await finding;
  if (!appointment) co_return web::Response::see_other(path_to(request, "/appointment"));
  const std::string reason(form ? form->value("reason") : "");
  if (std::ranges::find(kReasons, reason) == kReasons.end()) {
    co_return question_page(app, request, *appointment, Reason::missing);
  }
  CancelAppointment command{appointment->id, appointment->slot, "applicant", reason};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (!outcome) co_return question_page(app, request, *appointment, Reason::asked);
  co_return web::Response::see_other(path_to(request, "/appointment/view?done=cancelled"));
}

}  // namespace temujanji::features::cancel_appointment
