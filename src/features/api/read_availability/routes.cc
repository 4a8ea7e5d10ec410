#include "features/api/read_availability/routes.h"

#include <algorithm>

#include "base/rfc3339.h"
#include "features/json.h"
#include "features/page_version.h"
#include "features/target.h"
#include "web/form.h"

namespace temujanji::features::read_availability {
namespace {

constexpr int kDaysMax = 100;

web::Response refuse(OfferProblem problem_found) {
  switch (problem_found) {
    case OfferProblem::office_unknown:
      return problem(404, "not_found", "There is no such office");
    case OfferProblem::service_unknown:
      return problem(404, "not_found", "There is no such service");
    case OfferProblem::not_offered:
      return problem(404, "not_found", "This office does not offer the service");
    case OfferProblem::not_self_booked:
      return problem(404, "not_found", "This service is not booked here");
  }
  return problem_of_status(404);
}

base::Bilingual words_of(const App& app, std::string_view key) {
  return {std::string(app.words.text(base::Language::ms, key)),
          std::string(app.words.text(base::Language::en, key))};
}

boost::json::array slots_json(const catalogue::AvailableDay& day, const base::Zone& zone) {
  boost::json::array slots;
  for (const catalogue::BoardSlot& slot : day.slots) {
    slots.push_back({{"starts_at", base::to_rfc3339(slot.starts_at, zone)},
                     {"ends_at", base::to_rfc3339(slot.ends_at(), zone)},
                     {"seats", slot.seats},
                     {"free", slot.free()}});
  }
  return slots;
}

boost::json::object day_json(const App& app, const catalogue::AvailableDay& day, const base::Zone& zone) {
  boost::json::object object;
  object["date"] = domain::to_iso(day.on);
  object["status"] = to_text(day.status);
  if (day.status == catalogue::DayStatus::closed) {
    const bool named = !day.reason.ms.empty();
    const std::string_view key = day.kind == domain::DayKind::rest_day ? "day.rest_day" : "day.no_hours";
    object["reason"] = to_json(named ? day.reason : words_of(app, key));
  }
  object["slots"] = slots_json(day, zone);
  return object;
}

std::string render(const App& app, const Offer& offer, domain::Date from, domain::Date to) {
  const auto availability = offer.availability(app.live, app.clock.now());
  const std::uint64_t version = app.live.board().version(offer.pool);
  boost::json::array days;
  for (const auto& day : availability.days(from, to)) days.push_back(day_json(app, day, offer.office->zone));
  return boost::json::serialize(boost::json::object{{"version", version}, {"days", std::move(days)}});
}

}  // namespace

web::Response availability(App& app, const web::Request& request) {
  const auto query = web::Form::parse(request.query);
  if (!query) return problem_of_status(400);
  std::vector<FieldError> errors;
  for (const char* name : {"office", "service"}) {
    if (query->value(name).empty()) errors.push_back({name, "required"});
  }
  const auto from = domain::parse_date(query->value("from"));
  const auto to = domain::parse_date(query->value("to"));
  if (!from) errors.push_back({"from", query->has("from") ? "date_format" : "required"});
  if (!to) errors.push_back({"to", query->has("to") ? "date_format" : "required"});
  if (from && to && (*to < *from || *to > domain::plus_days(*from, kDaysMax - 1)))
    errors.push_back({"to", "range"});
  if (!errors.empty()) return invalid(errors);

  const auto offer = find_offer(app.live, app.clock.now(), query->value("office"), query->value("service"));
  if (!offer) return refuse(offer.refusal());
  // Of what was understood, not of what was sent: else strangers could push out the others with made-up
  // fields.
  const std::string key = offer->office->code + '|' + offer->service->code + '|' + domain::to_iso(*from) +
                          '|' + domain::to_iso(*to);
  web::Response response = app.json_cache.answer(request, key, page_version(app, offer->pool),
                                                 [&] { return render(app, *offer, *from, *to); });
  response.content_type = "application/json";
  return response;
}

web::Response earliest(App& app, const web::Request& request) {
  const auto query = web::Form::parse(request.query);
  if (!query) return problem_of_status(400);
  const auto catalogue = app.live.catalogue();
  const catalogue::Service* service = catalogue->find_service(query->value("service"));
  if (query->value("service").empty()) return invalid({{"service", "required"}});
  if (service == nullptr) return problem(404, "not_found", "There is no such service");
  const std::string_view state = query->value("state");
  const base::Instant now = app.clock.now();

  struct Row {
    const catalogue::Office* office;
    base::Instant starts_at;
    std::int64_t free;
  };
  std::vector<Row> rows;
  for (const catalogue::Office* office : catalogue->offices_offering(service->id)) {
    if (!state.empty() && office->state != state) continue;
    const auto offer = find_offer(app.live, now, office->code, service->code);
    if (!offer) continue;
    const auto there = offer->availability(app.live, now);
    if (const auto slot = there.earliest(1))
      rows.push_back({office, slot->starts_at, there.free_in_next_14_days()});
  }
  std::ranges::stable_sort(rows, {}, &Row::starts_at);
  boost::json::array list;
  for (const Row& row : rows) {
    list.push_back({{"office", row.office->code},
                    {"starts_at", base::to_rfc3339(row.starts_at, row.office->zone)},
                    {"free_in_next_14_days", row.free}});
  }
  return json_answer({{"offices", std::move(list)}});
}

}  // namespace temujanji::features::read_availability
