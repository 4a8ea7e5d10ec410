#pragma once
#include <string>

#include "engine/engine.h"
#include "features/approval_subjects.h"

namespace temujanji::features::export_days {

/// So long after a file was handed out its asker may have it again, for instance because the line broke.
inline constexpr std::chrono::minutes kAgainFor{10};

/// Uses an approval up and writes down what personal data were handed out: how much, and as looks at each of
/// the days. What is handed out waits for it. False, and then nothing may be: the approval is not theirs, not
/// of this file, over, or used for longer than `kAgainFor`.
struct HandOut {
  domain::ApprovalId approval;
  domain::StaffId by;
  ExportedDays days;
  std::size_t rows = 0;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(approval.value); }

 private:
  bool was_just_used(engine::Scope& scope, const std::string& subject) const;
};

}  // namespace temujanji::features::export_days
