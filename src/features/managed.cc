#include "features/managed.h"

#include "base/text.h"
#include "domain/reference.h"
#include "web/cookies.h"
#include "web/url.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kCookie = "managed";
constexpr std::string_view kPlace = "cookie/managed";
constexpr auto kManagedFor = std::chrono::minutes(30);

std::optional<domain::AppointmentId> managed_id(const App& app, const web::Request& request) {
  const std::string_view cookie = web::find_cookie(request, kCookie);
  if (cookie.empty() || cookie.size() > 200) return std::nullopt;
  const auto sealed = base::from_base64url(cookie);
  const auto opened = sealed ? app.keys.open(*sealed, kPlace) : std::nullopt;
  if (!opened) return std::nullopt;
  const std::vector<std::string_view> parts = base::split(*opened, '|');
  if (parts.size() != 2) return std::nullopt;
  const auto id = base::parse_number<std::int64_t>(parts[0]);
  const auto until = base::parse_number<std::int64_t>(parts[1]);
  if (!id || !until || base::from_millis(*until) <= app.clock.now()) return std::nullopt;
  return domain::AppointmentId{*id};
}

}  // namespace

void let_manage(const App& app, const web::Request& request, web::Response& response,
                domain::AppointmentId id) {
  const base::Instant until = app.clock.now() + kManagedFor;
  const std::string text = std::to_string(id.value) + '|' + std::to_string(base::to_millis(until));
  web::set_cookie(response, request, kCookie, base::to_base64url(app.keys.seal(text, kPlace)), kManagedFor);
}

base::Task<std::optional<appointments::Appointment>> find_managed(App& app, const web::Request& request) {
  const auto id = managed_id(app, request);
  if (!id) co_return std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return appointments::find_appointment(connection, app.keys, *id);
  };
  co_return co_await app.readers.read(*request.executor, find);
}

void add_appointment(const App& app, const web::Request& request,
                     const appointments::Appointment& appointment, const Offer& offer, web::Values& values) {
  const catalogue::Office& office = *offer.office;
  const std::string city = office.postcode.empty() ? office.city : office.postcode + " " + office.city;
  values.set("REFERENCE", domain::display_reference(appointment.reference));
  values.set("WHEN", app.words.date_time(request.language, office.zone.to_local(appointment.starts_at)));
  values.set("ARRIVE_BY", app.words.time(request.language, office.zone.to_local(appointment.starts_at -
                                                                                domain::kArriveBefore)));
  values.set("OFFICE_NAME", office.name.in(request.language));
  values.set("ADDRESS", office.address.empty() ? city : office.address + ", " + city);
  values.set("SERVICE_NAME", offer.service->name.in(request.language));
  values.set("SEATS", appointment.seats);
  values.show_if(appointment.seats > 1, "GROUP");
  const std::string place = office.position ? std::to_string(office.position->latitude) + "," +
                                                  std::to_string(office.position->longitude)
                                            : office.name.ms + ", " + city;
  values.add("MAP").set("MAP_URL", "https://www.openstreetmap.org/search?query=" + web::encode_part(place));
}

void add_documents(const web::Request& request, const catalogue::Service& service, web::Values& values) {
  if (service.documents.empty()) return;
  web::Values list = values.add("DOCUMENTS");
  int number = 0;
  for (const catalogue::Document& document : service.documents) {
    web::Values row = list.add("DOCUMENT");
    row.set("TEXT", document.text.in(request.language)).set("ID", "d" + std::to_string(++number));
    const std::string& condition = document.condition.in(request.language);
    if (!condition.empty()) row.add("CONDITION").set("CONDITION_TEXT", condition);
    row.show_if(document.required == catalogue::Required::if_applicable && condition.empty(),
                "IF_APPLICABLE");
  }
}

}  // namespace temujanji::features
