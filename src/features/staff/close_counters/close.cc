#include "features/staff/close_counters/close.h"

namespace temujanji::features::close_counters {
namespace {

std::string subject_of(domain::ClosureId id) {
  return "closure:" + std::to_string(id.value);
}

std::int64_t office_of(const catalogue::ClosurePlace& place) {
  return place.office ? place.office->value : 0;
}

/// "2026-11-24 to 2026-11-25, minutes 480 to 720, state 01"
std::string detail_of(const catalogue::AddClosure& close) {
  const domain::Closure& closure = close.closure;
  std::string detail = domain::to_iso(closure.from) + " to " + domain::to_iso(closure.to);
  if (closure.part) {
    detail += ", minutes " + std::to_string(closure.part->from) + " to " + std::to_string(closure.part->to);
  }
  if (!close.place.state.empty()) detail += ", state " + close.place.state;
  return detail;
}

}  // namespace

CloseCounters::Outcome CloseCounters::apply(engine::Scope& scope) const {
  auto outcome = close.apply(scope);
  if (outcome) {
    audit::append(scope,
                  {close.actor, "closed", subject_of(close.id), office_of(close.place), detail_of(close)});
  }
  return outcome;
}

OpenCounters::Outcome OpenCounters::apply(engine::Scope& scope) const {
  const bool opened = open.apply(scope);
  if (opened) audit::append(scope, {open.actor, "reopened", subject_of(open.id), office_of(place)});
  return opened;
}

}  // namespace temujanji::features::close_counters
