#include "features/applicant/book_appointment/routes.h"

#include "base/check.h"
#include "domain/masking.h"
#include "features/applicant/book_appointment/book_appointment.h"
#include "features/applicant/book_appointment/summary.h"
#include "features/blocked.h"
#include "features/booking.h"
#include "features/current_hold.h"
#include "features/managed.h"
#include "features/page.h"
#include "features/typed_details.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::book_appointment {
namespace {

web::Response check_page(App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                         const domain::Applicant& applicant, bool declaration_missing) {
  web::Values values;
  add_hold_banner(app, request, hold, offer, "check", values);
  add_summary(app, request, hold, offer, applicant, values);
  values.set("BACK_URL", path_to(request, "/book/documents"));
  values.set("KEY", hold_token(app.keys, hold.id));
  if (declaration_missing) {
    const std::string text = field_error(app, request, "declaration", "required");
    values.show("ERRORS");
    add_error(values, "declaration", text);
    values.add("DECLARATION_ERROR").set("ERROR_TEXT", text);
  }
  return show_page(app, request, "features/applicant/book_appointment/check.html", "check.title", values,
                   declaration_missing ? 422 : 200);
}

web::Response refused_page(App& app, const web::Request& request, const Offer& offer,
                           std::string_view section) {
  web::Values values;
  values.show(section);
  values.set("SERVICE_NAME", offer.service->name.in(request.language));
  values.set("SLOTS_URL",
             path_to(request, "/book/slots") +
                 web::make_query({{"office", offer.office->code}, {"service", offer.service->code}}));
  values.set("CHECK_URL", path_to(request, "/book/check"));
  return show_page(app, request, "features/applicant/book_appointment/refused.html", "refused.title", values,
                   409);
}

web::Response booked(App& app, const web::Request& request, domain::AppointmentId id) {
  web::Response answer = web::Response::see_other(path_to(request, "/book/done"));
  let_manage(app, request, answer, id);
  return answer;
}

web::Response answer_to(App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                        const appointments::TakeSeats::Outcome& outcome) {
  switch (outcome.verdict) {
    case domain::Verdict::granted:
    case domain::Verdict::repeated:
      return booked(app, request, outcome.appointment);
    case domain::Verdict::already_booked:
      return refused_page(app, request, offer, "ALREADY_BOOKED");
    case domain::Verdict::key_mismatch:
      return refused_page(app, request, offer, "IDEMPOTENCY");
    case domain::Verdict::slot_full:
    case domain::Verdict::slot_gone:
      return lost_page(app, request, LostReason::full, &offer, hold.starts_at, hold.seats, true);
    case domain::Verdict::hold_expired:
      return lost_page(app, request, LostReason::expired, &offer, hold.starts_at, hold.seats, true);
  }
  CHECK(false);
}

/// Whether the form that was sent is of another hold than the browser's newest (two tabs).
bool is_of_other_hold(const App& app, const web::Form& form, const CurrentHold& hold) {
  const auto id = parse_hold_token(app.keys, form.value("key"));
  return !id || *id != hold.id;
}

}  // namespace

base::Task<web::Response> documents(App& app, const web::Request& request) {
  auto finding = find_current_hold(app, request);
  const auto hold = co_await finding;
  if (!hold || !hold->is_live(app.clock.now())) co_return lost_page(app, request, hold);
  const Offer offer = stored_offer(app.live, hold->office, hold->service);
  web::Values values;
  values.show("HOLD");
  add_hold_banner(app, request, *hold, offer, "documents", values);
  add_chosen_hold(app, request, *hold, offer, values);
  add_documents(request, *offer.service, values);
  values.show_if(offer.service->documents.empty(), "DOCUMENTS_NONE");
  values.set("SERVICE_NAME", offer.service->name.in(request.language));
  values.set("BACK_URL", path_to(request, "/book/details"));
  values.set("NEXT_URL", path_to(request, "/book/check"));
  co_return show_page(app, request, "features/applicant/book_appointment/documents.html", "documents.title",
                      values);
}

base::Task<web::Response> check(App& app, const web::Request& request) {
  auto finding = find_current_hold(app, request);
  const auto hold = co_await finding;
  if (!hold || !hold->is_live(app.clock.now())) co_return lost_page(app, request, hold);
  const Offer offer = stored_offer(app.live, hold->office, hold->service);
  const auto applicant = check_details(app, *offer.service, hold->typed, hold->seats);
  if (!applicant) co_return web::Response::see_other(path_to(request, "/book/details"));
  co_return check_page(app, request, *hold, offer, *applicant, false);
}

base::Task<web::Response> submit(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.body);
  if (!form) co_return status_page(app, request, 400);
  auto finding = find_current_hold(app, request);
  const auto hold = co_await finding;
  if (!hold) co_return lost_page(app, request, hold);
  const Offer offer = stored_offer(app.live, hold->office, hold->service);
  if (is_of_other_hold(app, *form, *hold)) {
    co_return lost_page(app, request, LostReason::replaced, &offer, hold->starts_at, hold->seats,
                        hold->has_typed());
  }
  if (hold->appointment) co_return booked(app, request, *hold->appointment);
  if (!hold->is_live(app.clock.now())) co_return lost_page(app, request, hold);
  const auto applicant = check_details(app, *offer.service, hold->typed, hold->seats);
  if (!applicant) co_return web::Response::see_other(path_to(request, "/book/details"));
  if (form->value("declaration") != "yes") co_return check_page(app, request, *hold, offer, *applicant, true);

  if (const auto block = find_block(app, request, *applicant)) co_return blocked_page(app, request, *block);

  Order order;
  order.slot = hold->slot;
  order.service = hold->service;
  order.applicant = *applicant;
  order.language = request.language;
  order.actor = "applicant";
  order.hold = hold->id;
  order.key = form->value("key");
  order.wish = std::to_string(hold->id.value);
  appointments::TakeSeats command = make_command(app, order);
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  co_return answer_to(app, request, *hold, offer, outcome);
}

base::Task<web::Response> done(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return web::Response::see_other(path_to(request, "/appointment"));
  const Offer offer = stored_offer(app.live, appointment->office, appointment->service);
  web::Values values;
  add_appointment(app, request, *appointment, offer, values);
  add_documents(request, *offer.service, values);
  values.show("MAIL");
  values.set("EMAIL_MASKED", domain::mask_email(appointment->person.email));
  co_return show_page(app, request, "features/applicant/book_appointment/done.html", "done.title", values);
}

}  // namespace temujanji::features::book_appointment
