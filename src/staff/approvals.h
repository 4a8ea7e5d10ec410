#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/approval.h"
#include "engine/engine.h"

namespace temujanji::staff {

/// A sensitive act that somebody asked for.
struct Approval {
  domain::ApprovalId id;
  domain::SensitiveAct act{};
  /// Whose people may decide; null: headquarters only.
  std::optional<domain::OfficeId> office;
  /// What the act is done to: "block:17".
  std::string subject;
  /// Why it is asked for; never personal data.
  std::string detail;
  domain::StaffId asked_by;
  base::Instant asked_at;
  base::Instant ends_at;
  std::optional<domain::StaffId> decided_by;
  std::optional<base::Instant> decided_at;
  domain::ApprovalState decision = domain::ApprovalState::waiting;
  /// Why it was decided so.
  std::string remark;
  std::optional<base::Instant> used_at;

  /// What has become of it by now.
  domain::ApprovalState state(base::Instant now) const;
  domain::ApprovalRequest request() const;
};

/// Who does an act when it is approved. What is registered here is done in the transaction of the approval
/// itself, so that nothing is approved and not done; it gives false where nothing is left to do. An act that
/// is not here is done afterwards by who asked for it, and its command calls `use_approval`.
class Acts {
 public:
  using CarryOut = bool (*)(engine::Scope&, const Approval&);
  void add(domain::SensitiveAct act, CarryOut carry_out) { acts_[act] = carry_out; }
  CarryOut find(domain::SensitiveAct act) const;

 private:
  std::map<domain::SensitiveAct, CarryOut> acts_;
};

std::optional<Approval> find_approval(storage::Connection& connection, domain::ApprovalId id);
/// Those that wait at `now` and, after them, what became of those asked for since `since`; each newest first,
/// at most `rows_max` of both, of one office or of all.
std::vector<Approval> list_approvals(storage::Connection& connection, base::Instant now, base::Instant since,
                                     int rows_max, std::optional<domain::OfficeId> office = std::nullopt);
/// What a person asked for at an office since then, newest first.
std::vector<Approval> list_own_approvals(storage::Connection& connection, domain::StaffId asked_by,
                                         domain::SensitiveAct act, domain::OfficeId office,
                                         base::Instant since, int rows_max);
/// Whether the act waits for approval.
bool is_waiting(storage::Connection& connection, domain::SensitiveAct act, std::string_view subject,
                base::Instant now);

enum class AskRefusal {
  already_waiting,  // somebody asked for the same and nobody decided yet
};

/// Asks for a second person. Whether the asker may ask is for the caller to know.
struct AskApproval {
  domain::ApprovalId id;
  domain::SensitiveAct act{};
  std::optional<domain::OfficeId> office;
  std::string subject;
  std::string detail;
  domain::StaffId asked_by;

  using Outcome = base::Result<base::Done, AskRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Somebody else approves or refuses. Where an approved act is registered it is done in the same transaction,
/// and `moot` tells that nothing was left to do. `acts` must outlive the command.
struct DecideApproval {
  domain::ApprovalId id;
  domain::Decider decider;
  /// Where the decider works; who has every office needs none.
  std::vector<domain::OfficeId> offices;
  bool approve = false;
  std::string remark;
  const Acts* acts = nullptr;

  using Outcome = base::Result<domain::ApprovalState, domain::DecisionRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// For an act that its asker does by hand after it was approved, in that act's own transaction: uses the
/// approval up. False, and then nothing may be done, unless it is theirs, for this act and subject, approved,
/// not used and not older than a day.
bool use_approval(engine::Scope& scope, domain::ApprovalId id, domain::StaffId by, domain::SensitiveAct act,
                  std::string_view subject);

}  // namespace temujanji::staff
