#include "staff/approvals.h"

#include <gtest/gtest.h>

#include "base/log.h"
#include "staff/accounts.h"
#include "tests/support/test_database.h"

namespace temujanji::staff {
namespace {

using domain::ApprovalState;
using domain::DecisionRefusal;
using domain::Role;
using domain::SensitiveAct;
using namespace std::chrono_literals;

constexpr storage::Statement kListApprovalEntries{
    "list_approval_entries",
    "SELECT actor, act, subject, detail FROM audit_event "
    "WHERE act IN ('approval_asked', 'approved', 'refused_approval', "
    "'done') ORDER BY id",
    ""};
constexpr domain::OfficeId kOffice{7}, kElsewhere{8};

constexpr storage::Statement kCount{"count_done",
                                    "UPDATE revision SET number = number + 1 WHERE name = 'slots'", ""};

bool write_down(engine::Scope& scope, const Approval& approval) {
  scope.transaction.execute(kCount);
  return approval.subject != "block:nothing";
}

/// A command of a later act that its asker does by hand.
struct Export {
  domain::ApprovalId approval;
  domain::StaffId by;
  std::string subject;
  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const {
    return use_approval(scope, approval, by, SensitiveAct::export_persons, subject);
  }
};

class Approving : public testing::Test {
 protected:
  Approving() {
    base::set_log_level("off");
    acts.add(SensitiveAct::unblock, write_down);
  }

  domain::StaffId add(std::string user_name, Role role) {
    const auto id = ids.make<domain::StaffId>();
    AddAccount add{id, std::move(user_name), seal_name(keys, id, "Aminah"), role, {}, {}, "operator"};
    EXPECT_TRUE(engine.run(add));
    return id;
  }
  AskApproval asking(std::optional<domain::OfficeId> office = kOffice, std::string subject = "block:1",
                     SensitiveAct act = SensitiveAct::unblock) {
    return {ids.make<domain::ApprovalId>(), act, office, std::move(subject), "was somebody else", asker};
  }
  domain::ApprovalId ask(std::optional<domain::OfficeId> office = kOffice, std::string subject = "block:1",
                         SensitiveAct act = SensitiveAct::unblock) {
    const AskApproval command = asking(office, std::move(subject), act);
    EXPECT_TRUE(engine.run(command));
    return command.id;
  }
  DecideApproval deciding(domain::ApprovalId id, domain::StaffId who, Role role = Role::office_admin,
                          bool approve = true) {
    return {id, {who, role, false}, {kOffice}, approve, "looked at the papers", &acts};
  }
  std::int64_t times_done() {
    storage::Rows rows = reader->query(kFindDone);
    rows.next();
    return rows.integer(0);
  }
  ApprovalState state(domain::ApprovalId id) { return find_approval(*reader, id)->state(clock.now()); }

  static constexpr storage::Statement kFindDone{"find_done",
                                                "SELECT number FROM revision WHERE name = 'slots'", ""};
  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  std::unique_ptr<storage::Database> database = under_test.open();
  base::ManualClock clock{base::from_millis(1'800'000'000'000)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
  base::KeyRing keys = base::KeyRing::ephemeral();
  engine::Engine engine{*database, clock, ids, {}};
  std::unique_ptr<storage::Connection> reader = database->connect(storage::Access::read);
  Acts acts;
  const domain::StaffId asker = add("aminah", Role::office_admin);
  const domain::StaffId other = add("badrul", Role::office_admin);
  const std::int64_t done_before = times_done();
};

TEST_F(Approving, does_the_act_in_the_same_transaction_and_records_both_people) {
  const auto id = ask();
  EXPECT_EQ(times_done(), done_before);
  EXPECT_EQ(state(id), ApprovalState::waiting);
  EXPECT_EQ(*engine.run(deciding(id, other)), ApprovalState::approved);
  EXPECT_EQ(times_done(), done_before + 1);
  const auto approval = find_approval(*reader, id);
  EXPECT_EQ(approval->decided_by, other);
  EXPECT_EQ(approval->used_at, clock.now());
  storage::Rows rows = reader->query(kListApprovalEntries);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(0), "staff:" + std::to_string(asker.value));
  EXPECT_EQ(rows.text(1), "approval_asked");
  EXPECT_EQ(rows.text(3), "unblock block:1: was somebody else");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(0), "staff:" + std::to_string(other.value));
  EXPECT_EQ(rows.text(1), "approved");
}

TEST_F(Approving, is_for_somebody_else) {
  const auto id = ask();
  EXPECT_EQ(engine.run(deciding(id, asker)).refusal(), DecisionRefusal::own);
  EXPECT_EQ(engine.run(deciding(id, asker, Role::hq_admin)).refusal(), DecisionRefusal::own);
  EXPECT_EQ(state(id), ApprovalState::waiting);
  EXPECT_EQ(times_done(), done_before);
}

TEST_F(Approving, is_for_people_of_the_office_or_of_headquarters) {
  const auto elsewhere = ask(kElsewhere);
  EXPECT_EQ(engine.run(deciding(elsewhere, other)).refusal(), DecisionRefusal::gone);
  EXPECT_EQ(engine.run(deciding(elsewhere, other, Role::auditor)).refusal(), DecisionRefusal::gone);
  EXPECT_TRUE(engine.run(deciding(elsewhere, other, Role::hq_admin)));
  const auto country = ask(std::nullopt, "block:2");
  EXPECT_EQ(engine.run(deciding(country, other)).refusal(), DecisionRefusal::gone);
  EXPECT_TRUE(engine.run(deciding(country, other, Role::hq_admin)));
}

TEST_F(Approving, ends_a_day_after_it_was_asked_for_and_can_be_asked_for_again) {
  const auto id = ask();
  EXPECT_EQ(engine.run(asking()).refusal(), AskRefusal::already_waiting);
  clock.advance(24h - 1ms);
  EXPECT_EQ(state(id), ApprovalState::waiting);
  EXPECT_TRUE(is_waiting(*reader, SensitiveAct::unblock, "block:1", clock.now()));
  clock.advance(1ms);
  EXPECT_EQ(state(id), ApprovalState::expired);
  EXPECT_FALSE(is_waiting(*reader, SensitiveAct::unblock, "block:1", clock.now()));
  EXPECT_EQ(engine.run(deciding(id, other)).refusal(), DecisionRefusal::expired);
  const auto again = ask();
  EXPECT_EQ(find_approval(*reader, id)->decision, ApprovalState::expired);
  EXPECT_EQ(list_approvals(*reader, clock.now(), {}, 10).size(), 2u);
  clock.advance(24h - 1ms);
  EXPECT_TRUE(engine.run(deciding(again, other)));
}

TEST_F(Approving, refuses_once_and_for_all) {
  const auto id = ask();
  EXPECT_EQ(*engine.run(deciding(id, other, Role::office_admin, false)), ApprovalState::refused);
  EXPECT_EQ(times_done(), done_before);
  EXPECT_EQ(engine.run(deciding(id, other)).refusal(), DecisionRefusal::decided);
  EXPECT_EQ(find_approval(*reader, id)->remark, "looked at the papers");
}

TEST_F(Approving, tells_when_nothing_was_left_to_do) {
  const auto id = ask(kOffice, "block:nothing");
  EXPECT_EQ(*engine.run(deciding(id, other)), ApprovalState::moot);
  EXPECT_FALSE(find_approval(*reader, id)->used_at);
}

TEST_F(Approving, of_what_is_done_by_hand_can_be_used_once_by_its_asker_within_the_day) {
  const auto id = ask(kOffice, "office:7", SensitiveAct::export_persons);
  EXPECT_FALSE(engine.run(Export{id, asker, "office:7"})) << "not approved";
  EXPECT_EQ(*engine.run(deciding(id, other)), ApprovalState::approved);
  EXPECT_FALSE(engine.run(Export{id, other, "office:7"})) << "another's";
  EXPECT_FALSE(engine.run(Export{id, asker, "office:8"})) << "for something else";
  EXPECT_TRUE(engine.run(Export{id, asker, "office:7"}));
  EXPECT_FALSE(engine.run(Export{id, asker, "office:7"})) << "twice";
  const auto late = ask(kOffice, "office:7", SensitiveAct::export_persons);
  EXPECT_TRUE(engine.run(deciding(late, other)));
  clock.advance(24h);
  EXPECT_FALSE(engine.run(Export{late, asker, "office:7"})) << "too late";
}

TEST_F(Approving, by_oneself_is_impossible_in_the_schema_too) {
  const auto id = ask();
  const auto writer = database->connect(storage::Access::write);
  EXPECT_THROW(
      writer->run_script("UPDATE approval SET decision = 'approved', decided_at = 1, decided_by = asked_by"),
      base::Fault);
  EXPECT_EQ(state(id), ApprovalState::waiting);
}

}  // namespace
}  // namespace temujanji::staff
