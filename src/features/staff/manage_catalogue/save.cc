#include "features/staff/manage_catalogue/save.h"

namespace temujanji::features::manage_catalogue {

SaveAndTell::Outcome SaveAndTell::apply(engine::Scope& scope) const {
  auto outcome = save.apply(scope);
  if (outcome) {
    audit::append(scope, {actor, "changed_catalogue", "catalogue_change:" + std::to_string(save.id.value), 0,
                          save.reason});
  }
  return outcome;
}

}  // namespace temujanji::features::manage_catalogue
