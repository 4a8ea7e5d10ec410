#include "features/acts.h"

#include "features/staff/cancel_many/act.h"
#include "features/staff/change_day/act.h"
#include "misuse/blocks.h"

namespace temujanji::features {

const staff::Acts& sensitive_acts() {
  static const staff::Acts acts = [] {
    staff::Acts all;
    all.add(domain::SensitiveAct::unblock, misuse::unblock);
    all.add(domain::SensitiveAct::cancel_many, cancel_many::begin);
    all.add(domain::SensitiveAct::seats_above_rule, change_day::begin);
    return all;
  }();
  return acts;
}

}  // namespace temujanji::features
