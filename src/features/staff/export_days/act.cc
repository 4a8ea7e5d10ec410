#include "features/staff/export_days/act.h"

#include "audit/append.h"
#include "staff/approvals.h"

namespace temujanji::features::export_days {

HandOut::Outcome HandOut::apply(engine::Scope& scope) const {
  if (!staff::use_approval(scope, approval, by, domain::SensitiveAct::export_persons, subject)) return false;
  audit::append(scope, {"staff:" + std::to_string(by.value), "exported_persons",
                        "approval:" + std::to_string(approval.value), office.value,
                        std::to_string(rows) + " rows, " + subject});
  return true;
}

}  // namespace temujanji::features::export_days
