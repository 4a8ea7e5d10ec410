#include "features/applicant/hold_slot/api.h"

#include "base/rfc3339.h"
#include "features/api_target.h"
#include "features/applicant/hold_slot/hold_slot.h"
#include "features/blocked.h"
#include "features/booking.h"

namespace temujanji::features::hold_slot {

base::Task<web::Response> create_by_api(App& app, const web::Request& request) {
  if (!allow_booking(app, request)) co_return problem_of_status(429);
  if (find_address_block(app, request)) co_return blocked_problem(app);
  JsonReader json(request.body);
  auto target = read_target(app, json);
  if (!target) co_return std::move(target).refusal();

  appointments::HoldRequest hold;
  hold.id = app.ids.make<domain::HoldId>();
  hold.slot = target->target.slot.id;
  hold.service = target->target.offer.service->id;
  hold.seats = target->seats;
  hold.expires_at = app.clock.now() + std::chrono::minutes(app.settings.whole("hold.minutes"));
  appointments::TakeSeats command{hold};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome.verdict != domain::Verdict::granted) co_return refuse(app, *target, outcome.verdict);
  boost::json::object answer;
  answer["hold"] = hold_token(app.keys, hold.id);
  answer["expires_at"] = base::to_rfc3339(hold.expires_at, target->target.offer.office->zone);
  co_return json_answer(answer, 201);
}

base::Task<web::Response> release_by_api(App& app, const web::Request& request) {
  const auto id = parse_hold_token(app.keys, request.path_values.at(0));
  if (!id) co_return problem_of_status(404);
  const ReleaseHold command{*id};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (!outcome) co_return problem_of_status(404);
  web::Response response;
  response.status = 204;
  co_return response;
}

}  // namespace temujanji::features::hold_slot
