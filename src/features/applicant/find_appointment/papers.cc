#include "features/applicant/find_appointment/papers.h"

#include "features/letter_facts.h"
#include "notify/calendar_file.h"
#include "notify/mail.h"
#include "notify/slip.h"

namespace temujanji::features::find_appointment {
namespace {

void offer_download(web::Response& response, std::string_view name) {
  response.set_header("Content-Disposition", "inline; filename=\"" + std::string(name) + "\"");
}

}  // namespace

base::Task<web::Response> slip_answer(App& app, const web::Request& request,
                                      const appointments::Appointment& appointment) {
  const notify::AppointmentFacts facts = letter_facts(desk_of(app), appointment, app.clock.now());
  auto draw = [&](storage::Connection&) { return notify::make_slip_pdf(facts, app.words); };
  web::Response response;
  response.body = co_await app.readers.read(*request.executor, draw);
  response.content_type = "application/pdf";
  offer_download(response, "temujanji-" + appointment.reference + ".pdf");
  co_return response;
}

web::Response calendar_answer(App& app, const appointments::Appointment& appointment,
                              base::Language language) {
  const notify::AppointmentFacts facts = letter_facts(desk_of(app), appointment, app.clock.now());
  const auto use =
      domain::is_live(appointment.status) ? notify::CalendarUse::publish : notify::CalendarUse::cancel;
  web::Response response;
  response.body = notify::make_appointment_calendar(
      facts, use, language, app.words, std::string(notify::host_of(app.settings.text("mail.from"))));
  response.content_type = "text/calendar; charset=utf-8";
  offer_download(response, "temujanji-" + appointment.reference + ".ics");
  return response;
}

}  // namespace temujanji::features::find_appointment
