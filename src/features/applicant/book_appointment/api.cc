#include "features/applicant/book_appointment/api.h"

#include <algorithm>

#include "base/rfc3339.h"
#include "features/api_target.h"
#include "features/applicant/book_appointment/book_appointment.h"
#include "features/appointment_json.h"
#include "features/booking.h"
#include "features/today.h"

namespace temujanji::features::book_appointment {
namespace {

constexpr std::size_t kKeyMax = 128;

/// What the order asks for, and what the answer says of it.
struct ApiOrder {
  ApiTarget target;
  Order order;
};

bool is_key(std::string_view key) {
  return key.size() <= kKeyMax && std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
}

domain::DocumentInput read_document(JsonReader& json, const std::string& path) {
  return {json.text(path + ".type"), json.text(path + ".number"), json.text(path + ".country")};
}

domain::ApplicantInput read_applicant(JsonReader& json) {
  domain::ApplicantInput input;
  input.name = json.text("applicant.name");
  input.document = read_document(json, "applicant.document");
  input.nationality = json.text("applicant.nationality");
  input.email = json.text("applicant.email");
  input.phone = json.text("applicant.phone");
  input.address = {json.text("applicant.address.line"), json.text("applicant.address.postcode"),
                   json.text("applicant.address.city"), json.text("applicant.address.state"),
                   json.text("applicant.address.country")};
  input.sponsor_name = json.text("sponsor.name");
  input.sponsor_document = read_document(json, "sponsor.document");
  input.organisation_name = json.text("organisation.name");
  input.organisation_registration_number = json.text("organisation.registration_number");
  input.seats = std::to_string(json.whole("seats", 1));
  return input;
}

/// Checks the applicant for the service the body names; remembers what is wrong in `json`.
std::optional<domain::Applicant> check_applicant(App& app, JsonReader& json) {
  const auto catalogue = app.live.catalogue();
  const catalogue::Service* service = catalogue->find_service(json.text("service"));
  if (service == nullptr) return std::nullopt;  // read_target tells
  auto checked = domain::check_applicant(service->applicant_kind, read_applicant(json), service->persons_max,
                                         today_in_malaysia(app));
  if (checked) return std::move(checked).value();
  for (const domain::FieldProblem& found : checked.refusal()) {
    if (found.field != "seats") json.add_error(found.field, to_text(found.code));
  }
  return std::nullopt;
}

base::Result<ApiOrder, web::Response> read_order(App& app, const web::Request& request) {
  JsonReader json(request.body);
  if (!json.is_object()) return problem_of_status(400);
  Order order;
  order.actor = "api";
  order.key = request.header("idempotency-key");
  if (!is_key(order.key)) json.add_error("Idempotency-Key", "key_format");
  const std::string language = json.text("language");
  const auto known_language = base::parse_language(language);
  if (!language.empty() && !known_language) json.add_error("language", "language_unknown");
  order.language = known_language.value_or(base::Language::ms);
  const std::string hold = json.text("hold");
  auto applicant = check_applicant(app, json);
  auto target = read_target(app, json);
  if (!target) return std::move(target).refusal();
  if (!hold.empty()) {
    order.hold = parse_hold_token(app.keys, hold);
    if (!order.hold) return problem(409, "hold_expired", "The hold has ended");
  }
  // Another catalogue was read between the two looks at it.
  if (!applicant) return problem_of_status(503);
  order.applicant = std::move(*applicant);
  order.slot = target->target.slot.id;
  order.service = target->target.offer.service->id;
  return ApiOrder{std::move(target).value(), std::move(order)};
}

web::Response booked(const ApiOrder& order, const std::string& reference) {
  const Offer& offer = order.target.target.offer;
  boost::json::object answer;
  answer["reference"] = reference;
  answer["status"] = to_text(domain::Status::booked);
  answer["office"] = offer.office->code;
  answer["service"] = offer.service->code;
  answer["starts_at"] = base::to_rfc3339(order.target.target.slot.starts_at, offer.office->zone);
  answer["seats"] = order.order.applicant.persons;
  answer["applicant"] = masked_applicant(order.order.applicant);
  return json_answer(answer, 201);
}

}  // namespace

base::Task<web::Response> book_by_api(App& app, const web::Request& request) {
  if (!allow_booking(app, request)) co_return problem_of_status(429);
  auto order = read_order(app, request);
  if (!order) co_return std::move(order).refusal();
  appointments::TakeSeats command = make_command(app, order->order);
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  const bool stands =
      outcome.verdict == domain::Verdict::granted || outcome.verdict == domain::Verdict::repeated;
  co_return stands ? booked(*order, outcome.reference) : refuse(app, order->target, outcome.verdict);
}

}  // namespace temujanji::features::book_appointment
