#include "features/waiting_room/kiosk/routes.h"

#include "appointments/find.h"
#include "base/text.h"
#include "counter/arrive.h"
#include "domain/masking.h"
#include "domain/reference.h"
#include "features/ticket_words.h"
#include "notify/slip_token.h"
#include "web/cookies.h"
#include "web/form.h"
#include "web/head.h"

namespace temujanji::features::kiosk {
namespace {

constexpr std::string_view kCookie = "kiosk";
constexpr std::string_view kPlace = "cookie/kiosk";
constexpr std::size_t kCookieMax = 512;
constexpr std::size_t kTypedMax = 300;

/// Where this browser is the kiosk today: its office and the day; nothing for any other browser.
struct Place {
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  const catalogue::Office* office;
  counter::Day day;
};

/// "office code\ndate"
std::optional<Place> find_place(const App& app, const web::Request& request) {
  const std::string_view cookie = web::find_cookie(request, kCookie);
  const auto sealed = cookie.size() <= kCookieMax ? base::from_base64url(cookie) : std::nullopt;
  const auto opened = sealed ? app.keys.open(*sealed, kPlace) : std::nullopt;
  const std::size_t end = opened ? opened->find('\n') : std::string::npos;
  if (end == std::string::npos) return std::nullopt;
  Place place{app.live.catalogue(), nullptr, {}};
  place.office = place.catalogue->find_office(std::string_view(*opened).substr(0, end));
  if (place.office == nullptr) return std::nullopt;
  place.day = counter::day_at(place.office->id, place.office->zone, app.clock.now());
  if (domain::to_iso(place.day.on) != std::string_view(*opened).substr(end + 1)) return std::nullopt;
  return place;
}

web::Response show(const App& app, const web::Request& request, const Place& place, web::Values& values,
                   int status) {
  values.set("OFFICE", place.office->name.in(request.language));
  web::Response response =
      show_door(app, request, "features/waiting_room/kiosk/page.html", "kiosk.title", values, status);
  web::allow_camera(response);
  return response;
}

web::Response page(const App& app, const web::Request& request, const Place& place, std::string_view section,
                   int status) {
  web::Values values;
  values.show("UNREAD");
  if (!section.empty()) values.show(section);
  return show(app, request, place, values, status);
}

/// What was typed or scanned.
struct Typed {
  std::string code = {};
  std::string reference = {};
  std::string document_number = {};
};

/// A scanner that types sends the form as soon as it has read the slip; what it read stays.
web::Response ask_for_the_rest(const App& app, const web::Request& request, const Place& place,
                               const Typed& typed) {
  web::Values values;
  if (typed.reference.empty()) {
    values.set("TYPED", typed.code).show("UNREAD");
    add_field_error(app, request, values, "code",
                    typed.code.empty() ? "required_reference" : "not_a_reference");
  } else {
    values.set("TYPED", domain::display_reference(typed.reference)).show("READ");
  }
  if (typed.document_number.empty()) add_field_error(app, request, values, "document_number", "required");
  return show(app, request, place, values, 422);
}

std::string_view section_of(counter::CheckInRefusal refusal) {
  switch (refusal) {
    case counter::CheckInRefusal::already_here:
      return "ALREADY_HERE";
    case counter::CheckInRefusal::other_day:
      return "OTHER_DAY";
    case counter::CheckInRefusal::other_office:
      return "OTHER_OFFICE";
    case counter::CheckInRefusal::unknown:
    case counter::CheckInRefusal::not_live:
    case counter::CheckInRefusal::numbers_used_up:
      break;
  }
  return "ASK_OFFICER";
}

Typed typed_in(const App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.body);
  if (!form) return {};
  const std::string_view code = form->value("code").substr(0, kTypedMax);
  Typed typed{std::string(code), domain::parse_reference(code).value_or(""),
              domain::normalise_document_number(form->value("document_number").substr(0, kTypedMax))};
  if (typed.reference.empty()) {
    if (const auto slip = notify::verify_slip_token(code, app.keys.public_key()))
      typed.reference = slip->reference;
  }
  return typed;
}

/// A kiosk is one address for everybody who comes, so tries count by reference alone.
base::Task<std::optional<appointments::Appointment>> find(App& app, const web::Request& request,
                                                          const Typed& typed) {
  const base::Instant now = app.clock.now();
  if (typed.reference.empty() || app.failed_lookups_by_reference.exhausted(typed.reference, now)) {
    co_return std::nullopt;
  }
  auto read = [&](storage::Connection& connection) {
    return appointments::find_appointment_by_reference(connection, app.keys, typed.reference);
  };
  auto found = co_await app.readers.read(*request.executor, read);
  if (found && base::equal_in_constant_time(typed.document_number, found->person.document.number)) {
    co_return found;
  }
  app.failed_lookups_by_reference.count(typed.reference, now);
  co_return std::nullopt;
}

}  // namespace

base::Task<web::Response> begin(App& app, const web::Request& request, const Visit& visit) {
  const counter::Day day = counter::day_at(visit.office->id, visit.office->zone, app.clock.now());
  const staff::EndSession end{visit.session.id, visit.account().id};
  co_await app.engine.submit(*request.executor, end);
  web::Response response = web::Response::see_other(path_to(request, "/kiosk"));
  keep_session(app, request, response, "");
  const std::string text = visit.office->code + "\n" + domain::to_iso(day.on);
  const auto left = std::chrono::ceil<std::chrono::seconds>(day.to - app.clock.now());
  web::set_cookie(response, request, kCookie, base::to_base64url(app.keys.seal(text, kPlace)), left);
  co_return response;
}

web::Response ask(App& app, const web::Request& request) {
  const auto place = find_place(app, request);
  if (!place) return status_page(app, request, 404);
  return page(app, request, *place, "", 200);
}

base::Task<web::Response> check_in(App& app, const web::Request& request) {
  const auto place = find_place(app, request);
  if (!place) co_return status_page(app, request, 404);
  const Typed typed = typed_in(app, request);
  if (typed.reference.empty() || typed.document_number.empty())
    co_return ask_for_the_rest(app, request, *place, typed);
  auto finding = find(app, request, typed);
  const auto appointment = co_await finding;
  if (!appointment) co_return page(app, request, *place, "NOT_FOUND", 422);
  const counter::CheckIn command{place->day, appointment->id};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (!outcome && outcome.refusal().reason != counter::CheckInRefusal::already_here) {
    co_return page(app, request, *place, section_of(outcome.refusal().reason), 409);
  }
  const counter::Ticket ticket = outcome ? *outcome : outcome.refusal().ticket.value();
  web::Values values;
  values.set("OFFICE", place->office->name.in(request.language));
  values.set("LABEL", label_of(*place->catalogue, ticket));
  values.set("NAME_MASKED", domain::mask_name(appointment->person.name));
  if (!outcome) values.show("ALREADY_HERE");
  if (ticket.arrival == domain::Arrival::late) values.show("LATE");
  co_return show_door(app, request, "features/waiting_room/kiosk/number.html", "check_in.number_title",
                      values, outcome ? 200 : 409);
}

}  // namespace temujanji::features::kiosk
