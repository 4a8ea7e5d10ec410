#include "features/acts.h"

#include "misuse/blocks.h"

namespace temujanji::features {

const staff::Acts& sensitive_acts() {
  static const staff::Acts acts = [] {
    staff::Acts all;
    all.add(domain::SensitiveAct::unblock, misuse::unblock);
    return all;
  }();
  return acts;
}

}  // namespace temujanji::features
