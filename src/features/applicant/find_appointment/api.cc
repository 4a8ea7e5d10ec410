#include "features/applicant/find_appointment/api.h"

#include "features/applicant/find_appointment/papers.h"
#include "features/appointment_json.h"

namespace temujanji::features::find_appointment {

base::Task<web::Response> find_by_api(App& app, const web::Request& request) {
  auto found = co_await look_up_by_api(app, request);
  if (!found) co_return std::move(found).refusal();
  co_return json_answer(to_json(app, *found));
}

base::Task<web::Response> slip_by_api(App& app, const web::Request& request) {
  auto found = co_await look_up_by_api(app, request);
  if (!found) co_return std::move(found).refusal();
  if (!domain::is_live(found->status)) co_return refuse(domain::LifeCycleRefusal::wrong_state);
  auto answer = slip_answer(app, request, *found);
  co_return co_await answer;
}

base::Task<web::Response> calendar_by_api(App& app, const web::Request& request) {
  auto found = co_await look_up_by_api(app, request);
  if (!found) co_return std::move(found).refusal();
  co_return calendar_answer(app, *found, found->language);
}

}  // namespace temujanji::features::find_appointment
