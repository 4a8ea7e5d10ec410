#pragma once
#include "appointments/bulk_cancel.h"
#include "staff/approvals.h"

namespace temujanji::features::cancel_many {

/// Keeps whose appointments are to be cancelled, and asks for a second person, in one transaction.
struct AskToCancel {
  appointments::KeepBulkCancellation keep;
  staff::AskApproval ask;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

/// For the list of sensitive acts: approved appointments are cancelled by the caretaker from now on.
bool begin(engine::Scope& scope, const staff::Approval& approval);

}  // namespace temujanji::features::cancel_many
