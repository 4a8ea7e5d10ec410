#include "features/staff/export_days/act.h"

#include "audit/append.h"
#include "features/counter_page.h"
#include "staff/approvals.h"

namespace temujanji::features::export_days {

HandOut::Outcome HandOut::apply(engine::Scope& scope) const {
  const std::string subject = subject_of(days);
  if (!staff::use_approval(scope, approval, by, domain::SensitiveAct::export_persons, subject) &&
      !was_just_used(scope, subject))
    return false;
  const std::string actor = "staff:" + std::to_string(by.value);
  const std::int64_t office = days.office.value;
  audit::append(scope, {actor, "exported_persons", "approval:" + std::to_string(approval.value), office,
                        std::to_string(rows) + " rows, " + subject});
  for (domain::Date on = days.from; on <= days.to; on = domain::plus_days(on, 1))
    audit::append(scope, {actor, "looked", "office:" + std::to_string(office), office, day_sheet_on(on)});
  return true;
}

bool HandOut::was_just_used(engine::Scope& scope, const std::string& subject) const {
  const auto used = staff::find_approval(scope.transaction.connection(), approval);
  return used && used->asked_by == by && used->act == domain::SensitiveAct::export_persons &&
         used->subject == subject && used->used_at && scope.now < *used->used_at + kAgainFor;
}

}  // namespace temujanji::features::export_days
