#pragma once
#include <optional>

#include "catalogue/day_changes.h"
#include "staff/approvals.h"

/// Changed days as the audit log has them.
namespace temujanji::features::change_day {

/// Changes a day and writes down who did. With `ask` the change waits until a second person has approved it.
struct ChangeDay {
  catalogue::AddDayChange add;
  domain::OfficeId office;
  std::optional<staff::AskApproval> ask = {};

  using Outcome = catalogue::AddDayChange::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { add.claim(claims); }
};

/// Undoes a change and writes down who did. False: there is none any more.
struct UndoDayChange {
  catalogue::RemoveDayChange remove;
  domain::OfficeId office;

  using Outcome = catalogue::RemoveDayChange::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { remove.claim(claims); }
};

/// Begins a change whose seats above the rule were approved; for the list of sensitive acts.
bool begin(engine::Scope& scope, const staff::Approval& approval);

}  // namespace temujanji::features::change_day
