#include "features/staff/set_rules/act.h"

#include "audit/append.h"

namespace temujanji::features::set_rules {

DecideRules::Outcome DecideRules::apply(engine::Scope& scope) const {
  auto outcome = set.apply(scope);
  if (!outcome) return outcome;
  const std::string detail = std::string(set.rules.walk_ins ? "walk-ins" : "no walk-ins") + ", early " +
                             std::to_string(set.rules.arrival.early.count()) + ", late " +
                             std::to_string(set.rules.arrival.late.count());
  audit::append(scope,
                {actor, "set_rules", "office:" + std::to_string(set.office.value), set.office.value, detail});
  return outcome;
}

}  // namespace temujanji::features::set_rules
