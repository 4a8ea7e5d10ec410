#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/staff.h"

namespace temujanji::domain {

/// What nobody does alone. The names are those of the column `approval.act`.
enum class SensitiveAct {
  unblock,           // ends a block before its time
  cancel_many,       // cancels many appointments at once
  seats_above_rule,  // gives a slot more seats than its rule says
  export_persons,    // hands personal data out
};
inline constexpr std::array kSensitiveActs{SensitiveAct::unblock, SensitiveAct::cancel_many,
                                           SensitiveAct::seats_above_rule, SensitiveAct::export_persons};
std::string_view to_text(SensitiveAct act);
std::optional<SensitiveAct> parse_sensitive_act(std::string_view text);

/// How long after it was asked for an act can be decided about, and done where somebody does it by hand.
inline constexpr std::chrono::hours kApprovalLasts{24};

/// What has become of a request for approval. `waiting` and `expired` are told apart by the time; the others
/// are those of the column `approval.decision`.
enum class ApprovalState {
  waiting,
  approved,
  refused,
  moot,     // approved, and there was nothing left to do
  expired,  // nobody decided in time
};
std::string_view to_text(ApprovalState state);
std::optional<ApprovalState> parse_approval_state(std::string_view text);

/// A request as far as it matters for who may decide about it.
struct ApprovalRequest {
  StaffId asked_by;
  /// Null: headquarters'.
  std::optional<OfficeId> office;
  base::Instant ends_at;
  bool decided = false;
};

/// Somebody who would decide. `works_there`: at the request's office.
struct Decider {
  StaffId id;
  Role role{};
  bool works_there = false;
};

/// Why somebody cannot decide about a request.
enum class DecisionRefusal {
  gone,     // there is no such request, or it is not theirs to see: no right, or another office's
  own,      // who asks never decides
  decided,  // somebody did already
  expired,  // it was asked for too long ago
};

/// Whether somebody sees a request among those to decide about.
bool may_see(const ApprovalRequest& request, const Decider& decider);
/// What keeps somebody from deciding about a request now; nothing if they may.
std::optional<DecisionRefusal> find_obstacle(const ApprovalRequest& request, const Decider& decider,
                                             base::Instant now);

}  // namespace temujanji::domain
