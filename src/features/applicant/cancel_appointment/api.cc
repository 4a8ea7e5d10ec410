#include "features/applicant/cancel_appointment/api.h"

#include "features/applicant/cancel_appointment/cancel_appointment.h"
#include "features/appointment_json.h"

namespace temujanji::features::cancel_appointment {

base::Task<web::Response> cancel_by_api(App& app, const web::Request& request) {
  auto found = co_await look_up_by_api(app, request);
  if (!found) co_return std::move(found).refusal();
  CancelAppointment command{found->id, found->slot, "api", ""};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (!outcome) co_return refuse(outcome.refusal());
  found->status = *outcome;
  co_return json_answer(to_json(app, *found));
}

}  // namespace temujanji::features::cancel_appointment
