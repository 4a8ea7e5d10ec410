#include "features/api_target.h"

#include "base/check.h"
#include "base/rfc3339.h"

namespace temujanji::features {
namespace {

void add_offer_error(JsonReader& json, OfferProblem found) {
  switch (found) {
    case OfferProblem::office_unknown:
      return json.add_error("office", "unknown");
    case OfferProblem::service_unknown:
      return json.add_error("service", "unknown");
    case OfferProblem::not_offered:
      return json.add_error("service", "not_offered");
    case OfferProblem::not_self_booked:
      return json.add_error("service", "not_self_booked");
  }
}

web::Response refuse(TargetProblem found) {
  switch (found) {
    case TargetProblem::outside_window:
      return problem(422, "outside_window", "This time is too soon or too far ahead to be booked");
    case TargetProblem::office_closed:
      return problem(422, "office_closed", "The office is closed on that day");
    case TargetProblem::slot_unknown:
      return problem(404, "slot_unknown", "No slot begins at that time");
  }
  return problem_of_status(404);
}

web::Response slot_full(App& app, const ApiTarget& target) {
  boost::json::array list;
  const auto alternatives = list_alternatives(app.live, app.clock.now(), target.target.offer,
                                              target.target.slot.starts_at, target.seats);
  for (const Alternative& alternative : alternatives) {
    list.push_back({{"office", alternative.office->code},
                    {"starts_at", base::to_rfc3339(alternative.starts_at, alternative.office->zone)},
                    {"free", alternative.free_seats}});
  }
  boost::json::object more;
  more["alternatives"] = std::move(list);
  return problem(409, "slot_full", "There are not enough free seats left at that time", std::move(more));
}

}  // namespace

base::Result<ApiTarget, web::Response> read_target(App& app, JsonReader& json) {
  if (!json.is_object()) return problem_of_status(400);
  const std::string office = json.text("office");
  const std::string service = json.text("service");
  const std::string starts_at_text = json.text("starts_at");
  const int seats = json.whole("seats", 1);
  const auto starts_at = base::parse_rfc3339(starts_at_text);
  if (office.empty()) json.add_error("office", "required");
  if (service.empty()) json.add_error("service", "required");
  if (!starts_at) json.add_error("starts_at", starts_at_text.empty() ? "required" : "date_time_format");

  const base::Instant now = app.clock.now();
  auto offer = find_offer(app.live, now, office, service);
  if (!offer && !office.empty() && !service.empty()) add_offer_error(json, offer.refusal());
  if (seats < 1 || (offer && seats > offer->service->persons_max)) json.add_error("seats", "persons_range");
  if (!json.errors().empty()) return invalid(json.errors());

  auto target = find_target(app.live, now, std::move(offer).value(), *starts_at);
  if (!target) return refuse(target.refusal());
  return ApiTarget{std::move(target).value(), seats};
}

web::Response refuse(App& app, const ApiTarget& target, domain::Verdict verdict) {
  switch (verdict) {
    case domain::Verdict::slot_full:
      return slot_full(app, target);
    case domain::Verdict::slot_gone:
      return problem(404, "slot_unknown", "This slot is no longer offered");
    case domain::Verdict::hold_expired:
      return problem(409, "hold_expired", "The hold has ended");
    case domain::Verdict::already_booked:
      return problem(409, "already_booked", "This person already has an appointment for the service");
    case domain::Verdict::key_mismatch:
      return problem(422, "idempotency_mismatch", "This Idempotency-Key was used for another request");
    case domain::Verdict::granted:
    case domain::Verdict::repeated:
      break;
  }
  CHECK(false);
}

}  // namespace temujanji::features
