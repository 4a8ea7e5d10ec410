#pragma once
#include <functional>
#include <string_view>

#include "appointments/history.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/life_cycle.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// A rule of the life cycle: the status that follows, or why not.
using StatusRule = base::Result<domain::Status, domain::LifeCycleRefusal> (*)(domain::Status status,
                                                                              base::Instant starts_at,
                                                                              base::Instant now);

struct StatusChange {
  domain::AppointmentId appointment;
  std::string_view actor;
  std::string_view detail;
  Tell tell = Tell::applicant;
};

/// Puts an appointment into the status that `rule` gives: status row, event, mail if the applicant is told,
/// and its seats back if it no longer lives, in the open transaction. Where the rule gives the status it has,
/// nothing is written.
base::Result<domain::Status, domain::LifeCycleRefusal> change_status(engine::Scope& scope,
                                                                     const StatusChange& change,
                                                                     StatusRule rule);

}  // namespace temujanji::appointments
