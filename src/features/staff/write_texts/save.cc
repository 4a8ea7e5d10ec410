#include "features/staff/write_texts/save.h"

namespace temujanji::features::write_texts {

SaveText::Outcome SaveText::apply(engine::Scope& scope) const {
  const Outcome outcome = save.apply(scope);
  if (outcome) {
    audit::append(scope, {save.actor, "changed_text", "text:" + std::string(to_text(save.page)), 0,
                          "version " + std::to_string(save.id.value)});
  }
  return outcome;
}

}  // namespace temujanji::features::write_texts
