#include "features/applicant/book_appointment/api.h"

#include <algorithm>

#include "base/rfc3339.h"
#include "features/api_target.h"
#include "features/applicant/book_appointment/book_appointment.h"
#include "features/appointment_json.h"
#include "features/blocked.h"
#include "features/booking.h"
#include "features/today.h"

namespace temujanji::features::book_appointment {
namespace {

constexpr std::size_t kKeyMax = 128;

/// What a request asks for.
struct Asked {
  JsonReader json;
  Order order;
  /// The applicant was read without mistakes.
  bool is_whole;
  base::Instant starts_at;
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

/// Everything that the body says but the slot, which may no longer be there; what is wrong is remembered in
/// `json`.
Asked read_asked(App& app, const web::Request& request) {
  Asked asked{JsonReader(request.body), {}, false, {}};
  JsonReader& json = asked.json;
  Order& order = asked.order;
  order.actor = "api";
  order.key = request.header("idempotency-key");
  if (!is_key(order.key)) json.add_error("Idempotency-Key", "key_format");
  const std::string language = json.text("language");
  const auto known_language = base::parse_language(language);
  if (!language.empty() && !known_language) json.add_error("language", "language_unknown");
  order.language = known_language.value_or(base::Language::ms);
  if (auto applicant = check_applicant(app, json)) {
    order.applicant = std::move(*applicant);
    asked.is_whole = true;
  }
  asked.starts_at = base::parse_rfc3339(json.text("starts_at")).value_or(base::Instant());
  order.wish = json.text("office") + '|' + json.text("service") + '|' +
               std::to_string(base::to_millis(asked.starts_at));
  return asked;
}

web::Response booked(App& app, Asked& asked, const std::string& reference) {
  const auto catalogue = app.live.catalogue();
  const std::string office_code = asked.json.text("office");
  const catalogue::Office* office = catalogue->find_office(office_code);
  if (office == nullptr) return problem_of_status(503);
  boost::json::object answer;
  answer["reference"] = reference;
  answer["status"] = to_text(domain::Status::booked);
  answer["office"] = office_code;
  answer["service"] = asked.json.text("service");
  answer["starts_at"] = base::to_rfc3339(asked.starts_at, office->zone);
  answer["seats"] = asked.order.applicant.persons;
  answer["applicant"] = masked_applicant(asked.order.applicant);
  return json_answer(answer, 201);
}

/// The answer to a repetition whose slot can no longer be booked (it has begun, was withdrawn, or lies too
/// near by now): what was booked under the key stands, and is told again.
base::Task<std::optional<web::Response>> answer_repetition(App& app, const web::Request& request,
                                                           Asked& asked) {
  if (asked.order.key.empty() || !asked.is_whole) co_return std::nullopt;
  const std::string reference = appointments::reference_of_key(app.keys, asked.order.key);
  auto find = [&](storage::Connection& connection) {
    return appointments::find_submitted(connection, reference);
  };
  const auto submitted = co_await app.readers.read(*request.executor, find);
  if (!submitted || *submitted != request_hash(app, asked.order)) co_return std::nullopt;
  co_return booked(app, asked, reference);
}

}  // namespace

base::Task<web::Response> book_by_api(App& app, const web::Request& request) {
  if (!allow_booking(app, request)) co_return problem_of_status(429);
  Asked asked = read_asked(app, request);
  auto target = read_target(app, asked.json);
  if (!target) {
    auto asking = answer_repetition(app, request, asked);
    auto repeated = co_await asking;
    co_return repeated ? std::move(*repeated) : std::move(target).refusal();
  }
  // Another catalogue was read between the two looks at it.
  if (!asked.is_whole) co_return problem_of_status(503);
  if (find_block(app, request, asked.order.applicant)) {
    // What was booked before the block stands, and is told again.
    auto asking = answer_repetition(app, request, asked);
    auto repeated = co_await asking;
    co_return repeated ? std::move(*repeated) : blocked_problem(app);
  }
  asked.order.slot = target->target.slot.id;
  asked.order.service = target->target.offer.service->id;
  if (const std::string hold = asked.json.text("hold"); !hold.empty()) {
    asked.order.hold = parse_hold_token(app.keys, hold);
    if (!asked.order.hold) co_return problem(409, "hold_expired", "The hold has ended");
  }
  appointments::TakeSeats command = make_command(app, asked.order);
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  const bool stands =
      outcome.verdict == domain::Verdict::granted || outcome.verdict == domain::Verdict::repeated;
  co_return stands ? booked(app, asked, outcome.reference) : refuse(app, *target, outcome.verdict);
}

}  // namespace temujanji::features::book_appointment
