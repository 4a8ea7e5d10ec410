#include "features/staff/check_in/routes.h"

#include <tuple>
#include <utility>

#include "appointments/find.h"
#include "base/text.h"
#include "counter/arrive.h"
#include "domain/reference.h"
#include "features/counter_page.h"
#include "features/staff_fields.h"
#include "notify/slip_token.h"
#include "web/form.h"
#include "web/head.h"

namespace temujanji::features::check_in {
namespace {

constexpr std::string_view kPage = "features/staff/check_in/page.html";
constexpr std::string_view kPersonPage = "features/staff/check_in/person.html";
/// The section that says that it was cancelled because it is late.
constexpr std::string_view kCancelled = "CANCELLED";
constexpr std::string_view kNumberPage = "features/staff/check_in/number.html";

std::string check_in_path(const web::Request& request, const Visit& visit) {
  return office_path(request, visit, "/check-in");
}

/// What was typed into one of the two forms of the page, and what is wrong with it.
struct Typed {
  std::string code = {};
  std::string service = {};
  std::string persons = "1";
  domain::Priority priority = domain::Priority::none;
  std::string_view field = {};
  std::string_view problem = {};
};

base::Task<web::Response> question(App& app, const web::Request& request, const Visit& visit, Typed typed) {
  auto read = [&](storage::Connection& connection) {
    return counter::find_rules(connection, visit.office->id);
  };
  const counter::Rules rules = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CHECK_IN_URL", check_in_path(request, visit)).set("TYPED", typed.code);
  if (rules.walk_ins) {
    web::Values section = values.add("WALK_IN");
    section.set("PERSONS", typed.persons);
    const domain::Date today = visit.office->zone.date_at(app.clock.now());
    for (const catalogue::Service* service : visit.catalogue->services_of(visit.office->id, "", today)) {
      add_choice(section, "SERVICE", std::to_string(service->id.value), service->name.in(request.language),
                 typed.service);
    }
    add_priorities(app, request, section, typed.priority);
  }
  if (!typed.problem.empty()) add_field_error(app, request, values, typed.field, typed.problem);
  web::Response response = show_staff_page(app, request, visit, kPage, "check_in.title", values,
                                           typed.problem.empty() ? 200 : 422);
  web::allow_camera(response);
  co_return response;
}

/// The reference that was typed, or that a scanned slip carries; nothing for what is neither or not genuine.
std::optional<std::string> reference_in(const App& app, std::string_view typed) {
  if (auto reference = domain::parse_reference(typed)) return reference;
  const auto slip = notify::verify_slip_token(typed, app.keys.public_key());
  if (!slip) return std::nullopt;
  return slip->reference;
}

/// An appointment of this office, with its ticket of today.
struct Found {
  appointments::Appointment appointment;
  std::optional<counter::Ticket> ticket;
  counter::Rules rules;
};

std::optional<Found> read_found(storage::Connection& connection, const App& app, const Visit& visit,
                                std::optional<appointments::Appointment> appointment) {
  if (!appointment || appointment->office != visit.office->id) return std::nullopt;
  const domain::Date today = visit.office->zone.date_at(app.clock.now());
  Found found{std::move(*appointment), {}, counter::find_rules(connection, visit.office->id)};
  found.ticket = counter::find_ticket_of(connection, found.appointment.id, today);
  return found;
}

std::string_view section_of(counter::CheckInRefusal refusal) {
  switch (refusal) {
    case counter::CheckInRefusal::already_here:
      return "ALREADY_HERE";
    case counter::CheckInRefusal::unknown:
    case counter::CheckInRefusal::other_office:
      return "OTHER_OFFICE";
    case counter::CheckInRefusal::other_day:
      return "OTHER_DAY";
    case counter::CheckInRefusal::not_live:
      return "NOT_LIVE";
    case counter::CheckInRefusal::numbers_used_up:
      return "NUMBERS_USED_UP";
  }
  return "";
}

/// Why the person cannot be checked in, or empty.
std::string_view obstacle(const App& app, const Visit& visit, const Found& found) {
  if (found.ticket) return "ALREADY_HERE";
  const auto day = today_at(app, visit);
  if (found.appointment.starts_at < day.from || found.appointment.starts_at >= day.to) return "OTHER_DAY";
  return domain::is_live(found.appointment.status) && found.appointment.status != domain::Status::displaced
             ? ""
             : "NOT_LIVE";
}

void add_person(const App& app, const web::Request& request, const Visit& visit, const Found& found,
                web::Values& values) {
  const appointments::Appointment& appointment = found.appointment;
  const domain::Applicant& person = appointment.person;
  values.set("NAME", person.name).set("DOCUMENT", person.document.number);
  values.set("DOCUMENT_TYPE", say(app, request, "document." + std::string(to_text(person.document.type))));
  if (person.document.type == domain::DocumentType::passport) {
    values.add("ISSUED_BY").set("COUNTRY", person.document.country);
  }
  if (person.organisation) values.add("ORGANISATION").set("TEXT", person.organisation->name);
  if (person.sponsor) {
    values.add("SPONSOR").set("TEXT", person.sponsor->name).set("NUMBER", person.sponsor->document.number);
  }
  const catalogue::Service* service = visit.catalogue->find_service(appointment.service);
  values.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
  if (appointment.seats > 1) values.add("GROUP").set("PERSONS", appointment.seats);
  values.set("WHEN",
             app.words.date_time(request.language, visit.office->zone.to_local(appointment.starts_at)));
  values.set("REFERENCE", domain::display_reference(appointment.reference));
  values.set("STATUS", say(app, request, "status." + std::string(to_text(appointment.status))));
}

/// `said` is the section of what was refused or done.
web::Response person_page(const App& app, const web::Request& request, const Visit& visit, const Found& found,
                          std::string_view said) {
  web::Values values;
  values.set("CHECK_IN_URL", check_in_path(request, visit));
  values.set("APPOINTMENT", found.appointment.id.value);
  values.set("VERSION", found.ticket ? found.ticket->version : 0);
  add_person(app, request, visit, found, values);
  const std::string_view hindered = said.empty() ? obstacle(app, visit, found) : said;
  if (!hindered.empty()) values.show(hindered);
  if (found.ticket) {
    web::Values number = values.add("NUMBER");
    add_ticket(app, request, visit, *found.ticket, number);
  }
  if (hindered.empty()) {
    const auto arrival =
        domain::classify_arrival(found.appointment.starts_at, app.clock.now(), found.rules.arrival);
    web::Values can = values.add("CAN_ARRIVE");
    can.set("ARRIVAL", say(app, request, "arrival." + std::string(to_text(arrival))));
    can.show(arrival == domain::Arrival::late ? "LATE" : "IN_TIME");
    add_priorities(app, request, can, domain::Priority::none);
  }
  return show_staff_page(app, request, visit, kPersonPage, "check_in.person_title", values,
                         said.empty() || said == kCancelled ? 200 : 409);
}

web::Response number_page(const App& app, const web::Request& request, const Visit& visit,
                          const counter::Ticket& ticket) {
  web::Values values;
  values.set("CHECK_IN_URL", check_in_path(request, visit));
  add_ticket(app, request, visit, ticket, values);
  return show_staff_page(app, request, visit, kNumberPage, "check_in.number_title", values);
}

template <class Tagged>
Tagged id_in(const std::optional<web::Form>& form, std::string_view field) {
  if (!form) return {};
  return Tagged{base::parse_number<std::int64_t>(form->value(field)).value_or(0)};
}

domain::Priority priority_in(const std::optional<web::Form>& form) {
  return (form ? domain::parse_priority(form->value("priority")) : std::nullopt)
      .value_or(domain::Priority::none);
}

/// Next to which field what is said.
std::pair<std::string_view, std::string_view> problem_of(counter::WalkInRefusal refusal) {
  switch (refusal) {
    case counter::WalkInRefusal::not_allowed:
      return {"code", "walk_in_not_allowed"};
    case counter::WalkInRefusal::not_offered:
      return {"service", "walk_in_not_offered"};
    case counter::WalkInRefusal::persons:
      return {"persons", "persons_range"};
    case counter::WalkInRefusal::numbers_used_up:
      return {"service", "walk_in_numbers_used_up"};
  }
  return {};
}

/// The appointment that a form of this page names, and the look at it written down; nothing for another's.
base::Task<std::optional<Found>> find_again(App& app, const web::Request& request, const Visit& visit,
                                            domain::AppointmentId id) {
  auto read = [&](storage::Connection& connection) {
    return read_found(connection, app, visit, appointments::find_appointment(connection, app.keys, id));
  };
  auto found = co_await app.readers.read(*request.executor, read);
  if (found) {
    const audit::Append look = look_at(visit, "appointment:" + std::to_string(id.value), "check-in");
    co_await app.engine.submit(*request.executor, look);
  }
  co_return found;
}

}  // namespace

base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit) {
  auto asking = question(app, request, visit, {});
  co_return co_await asking;
}

base::Task<web::Response> find(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const std::string typed(form ? form->value("code") : "");
  const auto reference = reference_in(app, typed);
  std::optional<Found> found;
  if (reference) {
    auto read = [&](storage::Connection& connection) {
      return read_found(connection, app, visit,
                        appointments::find_appointment_by_reference(connection, app.keys, *reference));
    };
    found = co_await app.readers.read(*request.executor, read);
  }
  if (!found) {
    Typed wrong;
    wrong.code = typed;
    wrong.field = "code";
    wrong.problem = reference ? "not_here" : "not_a_reference";
    auto asking = question(app, request, visit, std::move(wrong));
    co_return co_await asking;
  }
  const audit::Append look =
      look_at(visit, "appointment:" + std::to_string(found->appointment.id.value), "check-in");
  co_await app.engine.submit(*request.executor, look);
  co_return person_page(app, request, visit, *found, "");
}

base::Task<web::Response> arrive(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = id_in<domain::AppointmentId>(form, "appointment");
  counter::CheckIn command{today_at(app, visit), id, priority_in(form), visit.account().id.value};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (outcome) co_return number_page(app, request, visit, *outcome);
  auto finding = find_again(app, request, visit, id);
  const auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  co_return person_page(app, request, visit, *found, section_of(outcome.refusal().reason));
}

base::Task<web::Response> cancel_late(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = id_in<domain::AppointmentId>(form, "appointment");
  auto finding = find_again(app, request, visit, id);
  auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  counter::CancelLate command{today_at(app, visit), id, found->appointment.slot,
                              form ? base::parse_number<int>(form->value("version")).value_or(0) : 0,
                              visit.account().id.value};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (!outcome) co_return person_page(app, request, visit, *found, "NOT_LATE");
  found->appointment.status = *outcome;
  co_return person_page(app, request, visit, *found, kCancelled);
}

base::Task<web::Response> walk_in(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Typed typed;
  if (form) {
    typed.service = form->value("service");
    typed.persons = form->value("persons");
  }
  typed.priority = priority_in(form);
  counter::IssueWalkIn command{today_at(app, visit), id_in<domain::ServiceId>(form, "service"),
                               base::parse_number<int>(typed.persons).value_or(0), typed.priority,
                               visit.account().id.value};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (outcome) co_return number_page(app, request, visit, *outcome);
  std::tie(typed.field, typed.problem) = problem_of(outcome.refusal());
  auto asking = question(app, request, visit, std::move(typed));
  co_return co_await asking;
}

}  // namespace temujanji::features::check_in
