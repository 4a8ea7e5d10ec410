#include "features/applicant/rescheduling_check/routes.h"

#include "features/lookup_page.h"
#include "features/managed.h"
#include "features/page.h"
#include "features/reassigned.h"

namespace temujanji::features::rescheduling_check {
namespace {

constexpr std::string_view kPage = "features/applicant/rescheduling_check/page.html";

std::string_view section_of(domain::Status status, Reassignment what) {
  if (status == domain::Status::displaced) return "DISPLACED";
  const bool cancelled =
      status == domain::Status::cancelled_by_applicant || status == domain::Status::cancelled_by_department;
  if (cancelled) return "CANCELLED";
  if (what == Reassignment::moved) return "MOVED";
  return what == Reassignment::restored ? "RESTORED" : "NOT_MOVED";
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
  auto read = [&](storage::Connection& connection) {
    return find_reassigned(connection, appointments::list_events(connection, appointment.id));
  };
  const Reassigned reassigned = co_await app.readers.read(*request.executor, read);
  const Offer offer = stored_offer(app.live, appointment.office, appointment.service);
  web::Values told = values.add(section_of(appointment.status, reassigned.what));
  add_appointment(app, request, appointment, offer, told);
  if (reassigned.moved) {
    told.set("FORMER", former_place(*reassigned.moved, *offer.catalogue, appointment.office, app.words,
                                    request.language));
  }
  const std::string& reason = reassigned.reason.in(request.language);
  if (!reason.empty()) told.add("REASON").set("TEXT", reason);
  web::Response response = show_page(app, request, kPage, "rescheduling.title", values);
  let_manage(app, request, response, appointment.id);
  co_return response;
}

}  // namespace temujanji::features::rescheduling_check
