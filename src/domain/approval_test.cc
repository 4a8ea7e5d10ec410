#include "domain/approval.h"

#include <gtest/gtest.h>

namespace temujanji::domain {
namespace {

constexpr StaffId kAsker{1}, kOther{2};
constexpr OfficeId kOffice{7};
const base::Instant kAskedAt = base::from_millis(1'800'000'000'000);

ApprovalRequest request(std::optional<OfficeId> office) {
  return {kAsker, office, kAskedAt + kApprovalLasts, false};
}

TEST(approvals, are_decided_by_somebody_else_of_the_office_or_of_headquarters) {
  struct Row {
    std::optional<OfficeId> office;
    Decider decider;
    std::optional<DecisionRefusal> expected;
  };
  const Row rows[] = {
      {kOffice, {kOther, Role::office_admin, true}, std::nullopt},
      {kOffice, {kOther, Role::office_admin, false}, DecisionRefusal::gone},
      {kOffice, {kOther, Role::hq_admin, true}, std::nullopt},
      {kOffice, {kOther, Role::officer, true}, DecisionRefusal::gone},
      {kOffice, {kOther, Role::auditor, true}, DecisionRefusal::gone},
      {kOffice, {kAsker, Role::office_admin, true}, DecisionRefusal::own},
      {std::nullopt, {kOther, Role::hq_admin, false}, std::nullopt},
      {std::nullopt, {kOther, Role::office_admin, true}, DecisionRefusal::gone},
      {std::nullopt, {kAsker, Role::hq_admin, false}, DecisionRefusal::own},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(find_obstacle(request(row.office), row.decider, kAskedAt), row.expected)
        << to_text(row.decider.role) << row.office.has_value() << row.decider.works_there;
  }
}

TEST(approvals, can_be_given_for_a_day_and_once) {
  const Decider admin{kOther, Role::hq_admin, true};
  const auto last = kAskedAt + kApprovalLasts - std::chrono::milliseconds(1);
  EXPECT_EQ(find_obstacle(request(kOffice), admin, last), std::nullopt);
  EXPECT_EQ(find_obstacle(request(kOffice), admin, kAskedAt + kApprovalLasts), DecisionRefusal::expired);
  ApprovalRequest decided = request(kOffice);
  decided.decided = true;
  EXPECT_EQ(find_obstacle(decided, admin, kAskedAt), DecisionRefusal::decided);
}

TEST(approvals, have_names_that_lead_back) {
  for (const SensitiveAct act : kSensitiveActs) EXPECT_EQ(parse_sensitive_act(to_text(act)), act);
  EXPECT_EQ(parse_sensitive_act("dance"), std::nullopt);
  EXPECT_EQ(parse_approval_state("moot"), ApprovalState::moot);
  EXPECT_EQ(parse_approval_state(""), std::nullopt);
}

}  // namespace
}  // namespace temujanji::domain
