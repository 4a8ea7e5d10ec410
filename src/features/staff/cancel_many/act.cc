#include "features/staff/cancel_many/act.h"

#include "audit/append.h"
#include "base/check.h"
#include "features/approval_subjects.h"

namespace temujanji::features::cancel_many {

AskToCancel::Outcome AskToCancel::apply(engine::Scope& scope) const {
  keep.apply(scope);
  CHECK(ask.apply(scope).ok());
  return {};
}

bool begin(engine::Scope& scope, const staff::Approval& approval) {
  const auto id = parse_bulk_cancellation(approval.subject);
  CHECK(id.has_value());
  if (!appointments::approve_bulk_cancellation(scope, *id)) return false;
  const auto count = appointments::count_bulk(scope.transaction.connection(), *id);
  audit::append(scope,
                {"staff:" + std::to_string(approval.asked_by.value), "cancelled_many", approval.subject,
                 approval.office ? approval.office->value : 0,
                 std::to_string(count.all) + " appointments, approval:" + std::to_string(approval.id.value)});
  return true;
}

}  // namespace temujanji::features::cancel_many
