#include "features/applicant/find_appointment/routes.h"

#include "base/rfc3339.h"
#include "counter/queue.h"
#include "domain/masking.h"
#include "features/applicant/find_appointment/papers.h"
#include "features/letter_facts.h"
#include "features/lookup_page.h"
#include "features/managed.h"
#include "features/page.h"
#include "features/queue_stream.h"
#include "features/reassigned.h"
#include "features/ticket_words.h"
#include "notify/qr.h"
#include "web/form.h"

namespace temujanji::features::find_appointment {
namespace {

constexpr std::string_view kAskPage = "features/applicant/find_appointment/page.html";

std::string_view section_of(domain::Status status) {
  switch (status) {
    case domain::Status::booked:
    case domain::Status::confirmed:
    case domain::Status::attended:
      return "STATUS_GOOD";
    case domain::Status::displaced:
      return "STATUS_WARN";
    case domain::Status::missed:
    case domain::Status::cancelled_by_applicant:
    case domain::Status::cancelled_by_department:
      return "STATUS_BAD";
  }
  return "";
}

bool is_cancelled(domain::Status status) {
  return status == domain::Status::cancelled_by_applicant ||
         status == domain::Status::cancelled_by_department;
}

void add_status(const App& app, const web::Request& request, const appointments::Appointment& appointment,
                web::Values& values) {
  const base::Instant now = app.clock.now();
  const domain::Status status = appointment.status;
  values.set("STATUS", say(app, request, "status." + std::string(to_text(status)))).show(section_of(status));
  const bool lies_ahead = domain::is_live(status) && appointment.starts_at > now;
  values.show_if(lies_ahead && status != domain::Status::displaced, "LIVE");
  values.show_if(status == domain::Status::displaced, "DISPLACED");
  values.show_if(is_cancelled(status), "CANCELLED");
  values.show_if(status == domain::Status::booked && lies_ahead, "CAN_CONFIRM");
  values.show_if(domain::cancel_by_applicant(status, appointment.starts_at, now).ok(), "CAN_CANCEL");
}

/// What was just done, told once at the top; `?done=` holds no more than the word's name.
void add_notice(const App& app, const web::Request& request, web::Values& values) {
  const auto query = web::Form::parse(request.query);
  const std::string_view done = query ? query->value("done") : "";
  if (done != "confirmed" && done != "cancelled") return;
  values.add("NOTICE").set("NOTICE_TEXT", say(app, request, "notice." + std::string(done)));
}

/// What an event is called: its status, or what the department did to make it so.
std::string word_of(const appointments::HistoryEntry& entry) {
  if (appointments::parse_moved(entry.detail)) return "moved";
  return entry.kind == "booked" && entry.detail == appointments::kRestored ? "restored" : entry.kind;
}

void add_history(const App& app, const web::Request& request,
                 const std::vector<appointments::HistoryEntry>& history, const base::Zone& zone,
                 web::Values& values) {
  for (const auto& entry : history) {
    web::Values row = values.add("EVENT");
    row.set("TITLE", say(app, request, "event." + word_of(entry)));
    row.set("AT", app.words.date_time(request.language, zone.to_local(entry.at)));
    row.set("AT_ISO", base::to_rfc3339(entry.at, zone));
  }
}

/// Where somebody stands who has a number today.
struct InQueue {
  std::uint64_t version;
  counter::Ticket ticket;
  std::optional<counter::Standing> standing;
};

std::optional<InQueue> find_in_queue(storage::Connection& connection, App& app,
                                     const appointments::Appointment& appointment, const base::Zone& zone) {
  const base::Instant now = app.clock.now();
  const std::uint64_t version = app.changes.version(appointment.office);
  const counter::Day day = counter::day_at(appointment.office, zone, now);
  if (appointment.starts_at < day.from || appointment.starts_at >= day.to) return std::nullopt;
  auto ticket = counter::find_ticket_of(connection, appointment.id, day.on);
  if (!ticket) return std::nullopt;
  InQueue found{version, std::move(*ticket), {}};
  if (found.ticket.state == domain::TicketState::waiting) {
    const auto queue = app.queues.read(connection, day, now);
    found.standing = counter::standing_of(*queue, found.ticket.id, now);
  }
  return found;
}

void add_queue(const App& app, const web::Request& request, const Offer& offer, const InQueue& found,
               web::Values& values) {
  web::Values section = values.add("IN_QUEUE");
  section.set("LABEL", label_of(*offer.catalogue, found.ticket));
  section.set("STATE", say(app, request, "ticket." + std::string(to_text(found.ticket.state))));
  add_queue_events(request, *offer.office, found.version, section);
  if (found.ticket.state == domain::TicketState::called)
    section.add("CALLED").set("COUNTER", found.ticket.counter);
  if (!found.standing) return;
  web::Values waiting = section.add("WAITING");
  waiting.set("AHEAD", found.standing->ahead);
  waiting.set("WAIT", wait_text(app, request.language, found.standing->wait));
}

web::Response back_to_question(const web::Request& request) {
  return web::Response::see_other(path_to(request, "/appointment"));
}

}  // namespace

web::Response ask(App& app, const web::Request& request) {
  web::Values values;
  return show_page(app, request, kAskPage, "find.title", values);
}

base::Task<web::Response> find(App& app, const web::Request& request) {
  web::Values values;
  auto looking = look_up_by_form(app, request, values);
  const LookupAnswer answer = co_await looking;
  if (!answer.appointment) co_return show_page(app, request, kAskPage, "find.title", values, answer.status);
  web::Response response = web::Response::see_other(path_to(request, "/appointment/view"));
  let_manage(app, request, response, answer.appointment->id);
  co_return response;
}

base::Task<web::Response> view(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return back_to_question(request);
  const Offer offer = stored_offer(app.live, appointment->office, appointment->service);
  auto look = [&](storage::Connection& connection) {
    return std::pair(appointments::list_events(connection, appointment->id),
                     find_in_queue(connection, app, *appointment, offer.office->zone));
  };
  const auto [history, in_queue] = co_await app.readers.read(*request.executor, look);
  web::Values values;
  if (in_queue) add_queue(app, request, offer, *in_queue, values);
  add_appointment(app, request, *appointment, offer, values);
  add_status(app, request, *appointment, values);
  add_notice(app, request, values);
  add_history(app, request, history, offer.office->zone, values);
  values.set("NAME_MASKED", domain::mask_name(appointment->person.name));
  co_return show_page(app, request, "features/applicant/find_appointment/appointment.html",
                      "appointment.title", values);
}

base::Task<web::Response> print(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment || !domain::is_live(appointment->status)) co_return back_to_question(request);
  const Offer offer = stored_offer(app.live, appointment->office, appointment->service);
  const base::Instant now = app.clock.now();
  const notify::AppointmentFacts facts = letter_facts(desk_of(app), *appointment, now);
  const notify::QrDrawing qr = notify::draw_qr(facts.token);
  web::Values values;
  add_appointment(app, request, *appointment, offer, values);
  add_documents(request, *offer.service, values);
  values.set("DEPARTMENT_NAME", facts.department.in(request.language));
  values.set("NAME_MASKED", facts.masked_name).set("DOCUMENT_MASKED", facts.masked_document);
  values.set("STATUS", say(app, request, "status." + std::string(to_text(appointment->status))));
  values.set("PRINTED_AT", app.words.date_time(request.language, offer.office->zone.to_local(now)));
  values.set("QR_SIZE", qr.size).set("QR_PATH", qr.path);
  co_return show_page(app, request, "features/applicant/find_appointment/print.html", "print.title", values);
}

base::Task<web::Response> slip(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment || !domain::is_live(appointment->status)) co_return back_to_question(request);
  auto drawing = slip_answer(app, request, *appointment);
  co_return co_await drawing;
}

base::Task<web::Response> calendar(App& app, const web::Request& request) {
  auto finding = find_managed(app, request);
  const auto appointment = co_await finding;
  if (!appointment) co_return back_to_question(request);
  co_return calendar_answer(app, *appointment, request.language);
}

}  // namespace temujanji::features::find_appointment
