#include <gtest/gtest.h>

#include "base/log.h"
#include "misuse/appeals.h"
#include "misuse/block_list.h"
#include "misuse/blocks.h"
#include "misuse/patterns.h"
#include "staff/accounts.h"
#include "tests/support/test_database.h"

namespace temujanji::misuse {
namespace {

using domain::BlockReason;
using namespace std::chrono_literals;

constexpr storage::Statement kListEntries{"list_misuse_entries",
                                          "SELECT actor, act, subject, detail FROM audit_event "
                                          "WHERE act <> 'account_added' ORDER BY id",
                                          ""};

const BlockValue kEmail = value_of_email("Siti@Example.com");
const domain::IdentityDocument kDocument{domain::DocumentType::mykad, "900131145678", "MYS"};

/// Somebody of headquarters who blocks, and a colleague.
class Misuse : public testing::Test {
 protected:
  Misuse() {
    base::set_log_level("off");
    acts.add(domain::SensitiveAct::unblock, unblock);
  }

  domain::StaffId add_staff(std::string user_name) {
    const auto id = ids.make<domain::StaffId>();
    staff::AddAccount add{
        id,        std::move(user_name), staff::seal_name(keys, id, "Aminah"), domain::Role::hq_admin, {}, {},
        "operator"};
    EXPECT_TRUE(engine.run(add));
    return id;
  }
  AddBlock blocking(const BlockValue& value, std::optional<base::Instant> ends_at = std::nullopt) {
    const auto id = ids.make<domain::BlockId>();
    return {id,
            value.kind,
            block_digest(keys, value),
            seal_value(keys, id, value),
            BlockReason::resold,
            "sold three",
            std::nullopt,
            admin,
            ends_at};
  }
  domain::BlockId block(const BlockValue& value, std::optional<base::Instant> ends_at = std::nullopt) {
    const AddBlock command = blocking(value, ends_at);
    EXPECT_TRUE(engine.run(command));
    list.reload(*reader);
    return command.id;
  }
  std::optional<Blocked::Match> found(const BlockValue& value) {
    return list.blocked()->find(keys, value, clock.now());
  }
  /// Ends a block as two people do.
  domain::ApprovalState end(domain::BlockId id) {
    staff::AskApproval ask{ids.make<domain::ApprovalId>(),
                           domain::SensitiveAct::unblock,
                           std::nullopt,
                           "block:" + std::to_string(id.value),
                           "a mistake",
                           admin};
    EXPECT_TRUE(engine.run(ask));
    staff::DecideApproval decide{ask.id, {colleague, domain::Role::hq_admin, false}, {}, true, "", &acts};
    const auto outcome = engine.run(decide);
    list.reload(*reader);
    return *outcome;
  }
  MakeAppeal appealing(const BlockValue& value, std::string_view text = "It was my brother") {
    const auto id = ids.make<domain::AppealId>();
    return {{{id, value.kind, block_digest(keys, value), seal_appeal(keys, id, text)}}};
  }
  std::vector<std::string> entries() {
    std::vector<std::string> all;
    storage::Rows rows = reader->query(kListEntries);
    while (rows.next()) all.push_back(rows.string(1) + " " + rows.string(2));
    return all;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  std::unique_ptr<storage::Database> database = under_test.open();
  base::ManualClock clock{base::from_millis(1'800'000'000'000)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
  base::KeyRing keys = base::KeyRing::ephemeral();
  engine::Engine engine{*database, clock, ids, {}};
  BlockList list{*database, clock, keys, engine};
  std::unique_ptr<storage::Connection> reader = database->connect(storage::Access::read);
  staff::Acts acts;
  const domain::StaffId admin = add_staff("aminah");
  const domain::StaffId colleague = add_staff("badrul");
};

TEST_F(Misuse, is_kept_off_by_any_of_document_mail_and_telephone) {
  domain::Applicant person;
  person.document = kDocument;
  person.email = "siti@EXAMPLE.com";
  person.phone = "+60123456789";
  const BlockValue values[] = {value_of(kDocument), kEmail, value_of_phone("+60123456789")};
  for (const BlockValue& value : values) {
    EXPECT_FALSE(list.blocked()->find(keys, person, clock.now()));
    const auto id = block(value);
    const auto match = list.blocked()->find(keys, person, clock.now());
    ASSERT_TRUE(match) << to_text(value.kind);
    EXPECT_EQ(match->kind, value.kind);
    EXPECT_EQ(end(id), domain::ApprovalState::approved);
  }
  EXPECT_FALSE(list.blocked()->find(keys, person, clock.now()));
}

TEST_F(Misuse, of_one_person_is_not_anothers) {
  block(value_of(kDocument));
  block(value_of_address("192.0.2.0/24"));
  EXPECT_FALSE(found(value_of({domain::DocumentType::mykad, "900131145679", "MYS"})));
  EXPECT_FALSE(found(value_of({domain::DocumentType::passport, "900131145678", "MYS"})));
  EXPECT_FALSE(found(value_of_address("192.0.3.0/24")));
  EXPECT_TRUE(found(value_of_address("192.0.2.0/24")));
}

TEST_F(Misuse, is_blocked_until_the_very_moment) {
  block(kEmail, clock.now() + 1h);
  clock.advance(1h - 1ms);
  ASSERT_TRUE(found(kEmail));
  EXPECT_EQ(found(kEmail)->ends_at, clock.now() + 1ms);
  clock.advance(1ms);
  EXPECT_FALSE(found(kEmail)) << "also before the list is read again";
  EXPECT_FALSE(list_blocks_of(*reader, keys, kEmail).front().holds(clock.now()));
}

TEST_F(Misuse, is_blocked_once_and_again_when_that_is_over) {
  block(kEmail, clock.now() + 1h);
  EXPECT_EQ(engine.run(blocking(kEmail)).refusal(), BlockRefusal::already_blocked);
  clock.advance(1h);
  block(kEmail);
  EXPECT_TRUE(found(kEmail));
  const auto all = list_blocks_of(*reader, keys, kEmail);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].holds(clock.now()));
  EXPECT_FALSE(all[1].holds(clock.now()));
  EXPECT_FALSE(all[1].ended_by) << "it ran out";
}

TEST_F(Misuse, of_several_blocks_tells_the_one_that_lasts_longest) {
  domain::Applicant person;
  person.document = kDocument;
  person.email = "siti@example.com";
  person.phone = "+60123456789";
  block(value_of(kDocument), clock.now() + 2h);
  block(kEmail, clock.now() + 1h);
  EXPECT_EQ(list.blocked()->find(keys, person, clock.now())->ends_at, clock.now() + 2h);
  block(value_of_phone(person.phone));
  EXPECT_FALSE(list.blocked()->find(keys, person, clock.now())->ends_at);
}

TEST_F(Misuse, block_ends_with_a_second_person_and_all_is_recorded) {
  const auto id = block(kEmail);
  EXPECT_EQ(end(id), domain::ApprovalState::approved);
  EXPECT_FALSE(found(kEmail));
  const auto block = find_block(*reader, keys, id);
  EXPECT_EQ(block->ended_at, clock.now());
  EXPECT_EQ(block->ended_by, admin);
  const std::string subject = block->subject();
  const auto log = entries();
  ASSERT_EQ(log.size(), 4u);
  EXPECT_EQ(log[0], "blocked " + subject);
  EXPECT_TRUE(log[1].starts_with("approval_asked approval:"));
  EXPECT_EQ(log[2], "unblocked " + subject);
  EXPECT_TRUE(log[3].starts_with("approved approval:"));
}

TEST_F(Misuse, block_that_ran_out_meanwhile_leaves_nothing_to_do) {
  const auto id = block(kEmail, clock.now() + 1h);
  clock.advance(1h);
  EXPECT_EQ(end(id), domain::ApprovalState::moot);
}

TEST_F(Misuse, is_listed_by_office_and_without_what_is_over) {
  AddBlock of_office = blocking(kEmail, clock.now() + 1h);
  of_office.office = domain::OfficeId{7};
  ASSERT_TRUE(engine.run(of_office));
  const auto newest = block(value_of(kDocument));
  const auto now = clock.now();
  EXPECT_EQ(list_blocks(*reader, keys, {}, now, 10).size(), 2u);
  EXPECT_EQ(list_blocks(*reader, keys, {}, now, 1).front().id, newest);
  EXPECT_EQ(list_blocks(*reader, keys, {std::nullopt, newest, false}, now, 10).front().id, of_office.id);
  EXPECT_EQ(list_blocks(*reader, keys, {domain::OfficeId{7}, {}, false}, now, 10).size(), 1u);
  EXPECT_EQ(list_blocks(*reader, keys, {domain::OfficeId{8}, {}, true}, now, 10).size(), 0u);
  clock.advance(1h);
  EXPECT_EQ(list_blocks(*reader, keys, {}, clock.now(), 10).size(), 1u);
  EXPECT_EQ(list_blocks(*reader, keys, {std::nullopt, std::nullopt, true}, clock.now(), 10).size(), 2u);
}

TEST_F(Misuse, appeals_reach_the_block_and_the_log_hears_of_all) {
  const auto id = block(kEmail);
  EXPECT_EQ(engine.run(appealing(kEmail)), 1);
  EXPECT_EQ(engine.run(appealing(value_of(kDocument))), 0);
  const auto appeals = list_appeals(*reader, keys, id);
  ASSERT_EQ(appeals.size(), 1u);
  EXPECT_EQ(appeals.front().text, "It was my brother");
  EXPECT_FALSE(appeals.front().answered_at);
  EXPECT_EQ(entries().back(), "appealed block:none");
}

TEST_F(Misuse, appeals_are_few_and_answered_together) {
  const auto id = block(kEmail);
  for (int i = 0; i < kAppealsWaitingMax; ++i) EXPECT_EQ(engine.run(appealing(kEmail)), 1);
  EXPECT_EQ(engine.run(appealing(kEmail)), 0);
  EXPECT_TRUE(engine.run(KeepBlock{id, std::nullopt, admin}));
  EXPECT_FALSE(engine.run(KeepBlock{id, std::nullopt, admin}));
  EXPECT_EQ(list_appeals(*reader, keys, id).front().answer, "stays");
  EXPECT_EQ(engine.run(appealing(kEmail)), 1);
  end(id);
  EXPECT_EQ(list_appeals(*reader, keys, id).front().answer, "ended");
  EXPECT_EQ(engine.run(appealing(kEmail)), 0) << "it is over";
}

TEST_F(Misuse, is_noticed_by_itself_after_a_commit) {
  ASSERT_TRUE(engine.run(blocking(kEmail)));
  const auto until = std::chrono::steady_clock::now() + 5s;
  while (!found(kEmail) && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_TRUE(found(kEmail));
}

TEST(patterns, count_the_most_moments_within_a_window) {
  const base::Instant at = base::from_millis(1'800'000'000'000);
  const auto days = [&](std::initializer_list<int> all) {
    std::vector<base::Instant> moments;
    for (const int day : all) moments.push_back(at + std::chrono::days(day));
    return moments;
  };
  EXPECT_EQ(most_within({}, kMissedWithin), 0);
  EXPECT_EQ(most_within(days({0, 89, 45}), kMissedWithin), 3);
  EXPECT_EQ(most_within(days({0, 45, 90}), kMissedWithin), 2);
  EXPECT_EQ(most_within(days({0, 100, 200, 201, 202}), kMissedWithin), 3);
  EXPECT_EQ(most_within({at, at + kMissedWithin - 1ms}, kMissedWithin), 2);
  EXPECT_EQ(most_within({at, at + kMissedWithin}, kMissedWithin), 1);
}

TEST_F(Misuse, is_shown_whole_or_only_to_be_recognised) {
  EXPECT_EQ(display(value_of(kDocument)), "900131145678 (MYS)");
  EXPECT_EQ(display_masked(value_of(kDocument)), "********5678 (MYS)");
  EXPECT_EQ(display(kEmail), "siti@example.com");
  EXPECT_EQ(display_masked(kEmail), "s***@example.com");
  EXPECT_EQ(display_masked(value_of_phone("+60123456789")), "********6789");
  EXPECT_EQ(display_masked(value_of_address("192.0.2.0/24")), "192.0.2.0/24");
}

}  // namespace
}  // namespace temujanji::misuse
