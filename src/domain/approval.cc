#include "domain/approval.h"

#include <algorithm>

namespace temujanji::domain {
namespace {
constexpr std::array kApprovalStates{ApprovalState::waiting, ApprovalState::approved, ApprovalState::refused,
                                     ApprovalState::moot, ApprovalState::expired};
}  // namespace

std::string_view to_text(SensitiveAct act) {
  switch (act) {
    case SensitiveAct::unblock:
      return "unblock";
    case SensitiveAct::cancel_many:
      return "cancel_many";
    case SensitiveAct::seats_above_rule:
      return "seats_above_rule";
    case SensitiveAct::export_persons:
      return "export_persons";
  }
  return "";
}

std::optional<SensitiveAct> parse_sensitive_act(std::string_view text) {
  const auto* found = std::ranges::find(kSensitiveActs, text, [](SensitiveAct act) { return to_text(act); });
  if (found == kSensitiveActs.end()) return std::nullopt;
  return *found;
}

std::string_view to_text(ApprovalState state) {
  switch (state) {
    case ApprovalState::waiting:
      return "waiting";
    case ApprovalState::approved:
      return "approved";
    case ApprovalState::refused:
      return "refused";
    case ApprovalState::moot:
      return "moot";
    case ApprovalState::expired:
      return "expired";
  }
  return "";
}

std::optional<ApprovalState> parse_approval_state(std::string_view text) {
  const auto* found =
      std::ranges::find(kApprovalStates, text, [](ApprovalState state) { return to_text(state); });
  if (found == kApprovalStates.end()) return std::nullopt;
  return *found;
}

bool may_see(const ApprovalRequest& request, const Decider& decider) {
  if (!may(decider.role, Right::see_approvals)) return false;
  return has_every_office(decider.role) || (request.office && decider.works_there);
}

std::optional<DecisionRefusal> find_obstacle(const ApprovalRequest& request, const Decider& decider,
                                             base::Instant now) {
  if (!may(decider.role, Right::approve) || !may_see(request, decider)) return DecisionRefusal::gone;
  if (request.asked_by == decider.id) return DecisionRefusal::own;
  if (request.decided) return DecisionRefusal::decided;
  if (request.ends_at <= now) return DecisionRefusal::expired;
  return std::nullopt;
}

}  // namespace temujanji::domain
