#pragma once
#include <string>

#include "domain/ids.h"
#include "engine/engine.h"

namespace temujanji::features::export_days {

/// Uses an approval up and writes down how much personal data were handed out; what is handed out waits for
/// it. False, and then nothing may be: the approval is not theirs, not of this file, used or over.
struct HandOut {
  domain::ApprovalId approval;
  domain::StaffId by;
  std::string subject;
  domain::OfficeId office;
  std::size_t rows = 0;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(approval.value); }
};

}  // namespace temujanji::features::export_days
