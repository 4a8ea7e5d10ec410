#include <gtest/gtest.h>

#include "base/log.h"
#include "staff/password.h"
#include "staff/sessions.h"
#include "staff/totp.h"
#include "tests/support/test_database.h"

namespace temujanji::staff {
namespace {

using namespace std::chrono_literals;

constexpr storage::Statement kListEntries{"list_entries",
                                          "SELECT actor, act, subject FROM audit_event ORDER BY id", ""};

/// A database with nothing in it, and somebody who runs the country.
class House : public testing::Test {
 protected:
  House() { base::set_log_level("off"); }

  AddAccount invitation_for(const std::string& user_name, domain::Role role = domain::Role::officer) {
    const auto id = ids.make<domain::StaffId>();
    const base::Digest code = code_digest(keys, "ABCDE-" + user_name);
    return {id, user_name, seal_name(keys, id, "Name of " + user_name), role, {}, code, "operator"};
  }
  Join joining(const AddAccount& added) {
    return {added.id,
            added.invitation,
            "hash of " + added.user_name,
            seal_totp_secret(keys, added.id, "secret"),
            0,
            {code_digest(keys, "RECOV-ERY")}};
  }
  domain::StaffId join(const std::string& user_name, domain::Role role = domain::Role::officer) {
    const AddAccount added = invitation_for(user_name, role);
    EXPECT_TRUE(engine.run(added));
    EXPECT_TRUE(engine.run(joining(added)));
    return added.id;
  }
  SignIn signing_in(domain::StaffId id, std::string_view user_name, std::string_view token) {
    return {ids.make<domain::SessionId>(),
            token_digest(keys, token),
            id,
            "hash of " + std::string(user_name),
            std::nullopt,
            std::nullopt,
            "browser"};
  }
  SignIn with_step(SignIn command, std::int64_t step) {
    command.totp_step = step;
    return command;
  }
  std::optional<Session> session(std::string_view token) {
    return find_session(*reader, keys, token_digest(keys, token), clock.now(), {});
  }
  std::vector<std::string> entries() {
    std::vector<std::string> all;
    storage::Rows rows = reader->query(kListEntries);
    while (rows.next()) all.push_back(rows.string(0) + " " + rows.string(1) + " " + rows.string(2));
    return all;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  std::unique_ptr<storage::Database> database = under_test.open();
  base::ManualClock clock{base::from_millis(1'800'000'000'000)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
  base::KeyRing keys = base::KeyRing::ephemeral();
  engine::Engine engine{*database, clock, ids, {}};
  std::unique_ptr<storage::Connection> reader = database->connect(storage::Access::read);
};

using Staff = House;

TEST_F(Staff, is_invited_joins_and_signs_in) {
  const AddAccount added = invitation_for("aminah");
  ASSERT_TRUE(engine.run(added));
  const auto before = find_credentials(*reader, keys, "aminah");
  EXPECT_FALSE(before->account.joined);
  EXPECT_EQ(before->account.name, "Name of aminah");
  EXPECT_EQ(before->invitation, added.invitation);
  ASSERT_TRUE(engine.run(joining(added)));
  const auto after = find_credentials(*reader, keys, "aminah");
  EXPECT_TRUE(after->account.joined);
  EXPECT_EQ(after->totp_secret, "secret");
  EXPECT_FALSE(after->invitation);
  ASSERT_TRUE(engine.run(with_step(signing_in(added.id, "aminah", "t"), 10)));
  EXPECT_EQ(session("t")->account.user_name, "aminah");
  EXPECT_FALSE(session("another"));
  const std::string self = "staff:" + std::to_string(added.id.value);
  EXPECT_EQ(entries(),
            (std::vector<std::string>{"operator account_added " + self, self + " account_joined " + self,
                                      self + " signed_in " + self}));
}

TEST_F(Staff, has_each_user_name_once) {
  ASSERT_TRUE(engine.run(invitation_for("aminah")));
  EXPECT_EQ(engine.run(invitation_for("aminah")).refusal(), AccountRefusal::user_name_taken);
}

TEST_F(Staff, uses_an_invitation_once_and_in_time) {
  const AddAccount added = invitation_for("aminah");
  ASSERT_TRUE(engine.run(added));
  Join other = joining(added);
  other.invitation = code_digest(keys, "guessed");
  EXPECT_EQ(engine.run(other).refusal(), AccountRefusal::joined_meanwhile);
  clock.advance(kInvitationLasts);
  EXPECT_EQ(engine.run(joining(added)).refusal(), AccountRefusal::joined_meanwhile);
  ASSERT_TRUE(engine.run(InviteAgain{added.id, added.invitation, "operator"}));
  EXPECT_TRUE(engine.run(joining(added)));
  EXPECT_EQ(engine.run(joining(added)).refusal(), AccountRefusal::joined_meanwhile);
}

TEST_F(Staff, uses_each_code_of_the_telephone_and_each_recovery_code_once) {
  const auto id = join("aminah");
  EXPECT_TRUE(engine.run(with_step(signing_in(id, "aminah", "1"), 10)));
  EXPECT_EQ(engine.run(with_step(signing_in(id, "aminah", "2"), 10)).refusal(), SignInRefusal::code_used);
  EXPECT_EQ(engine.run(with_step(signing_in(id, "aminah", "3"), 9)).refusal(), SignInRefusal::code_used);
  EXPECT_TRUE(engine.run(with_step(signing_in(id, "aminah", "4"), 11)));
  SignIn recovery = signing_in(id, "aminah", "5");
  recovery.recovery_code = code_digest(keys, "recov ery");
  EXPECT_TRUE(engine.run(recovery));
  recovery.token = token_digest(keys, "6");
  EXPECT_EQ(engine.run(recovery).refusal(), SignInRefusal::code_used);
  recovery.recovery_code = code_digest(keys, "guessed");
  EXPECT_EQ(engine.run(recovery).refusal(), SignInRefusal::code_used);
  EXPECT_EQ(list_sessions(*reader, keys, id, clock.now(), {}).size(), 3u);
}

TEST_F(Staff, does_not_sign_in_with_a_password_that_was_changed_meanwhile) {
  const auto id = join("aminah");
  EXPECT_EQ(engine.run(with_step(signing_in(id, "another", "t"), 10)).refusal(), SignInRefusal::gone);
  EXPECT_FALSE(session("t"));
}

TEST_F(Staff, is_signed_out_by_time_by_hand_and_with_the_account) {
  const auto id = join("aminah");
  std::int64_t step = 0;
  const auto sign_in = [&] {
    ++step;
    EXPECT_TRUE(engine.run(with_step(signing_in(id, "aminah", std::to_string(step)), step)));
    return *session(std::to_string(step));
  };
  Session used = sign_in();
  clock.advance(15min - 1ms);
  EXPECT_TRUE(session("1"));
  engine.run(TouchSession{used.id});
  clock.advance(15min - 1ms);
  EXPECT_TRUE(session("1"));
  clock.advance(1ms);
  EXPECT_FALSE(session("1"));

  used = sign_in();
  for (int i = 0; i < 48; ++i, clock.advance(10min)) engine.run(TouchSession{used.id});
  EXPECT_FALSE(session("2"));

  used = sign_in();
  const auto stranger = join("badrul");
  EXPECT_FALSE(engine.run(EndSession{used.id, stranger}));
  EXPECT_TRUE(session("3"));
  EXPECT_TRUE(engine.run(EndSession{used.id, id}));
  EXPECT_FALSE(session("3"));

  sign_in();
  ASSERT_TRUE(engine.run(SetActive{id, false, "operator"}));
  EXPECT_FALSE(session("4"));
  EXPECT_EQ(engine.run(with_step(signing_in(id, "aminah", "5"), 90)).refusal(), SignInRefusal::gone);
  ASSERT_TRUE(engine.run(SetActive{id, true, "operator"}));
  EXPECT_FALSE(session("4"));
}

TEST_F(Staff, never_lose_the_last_who_runs_the_country) {
  const auto first = join("first", domain::Role::hq_admin);
  const auto second = join("second", domain::Role::hq_admin);
  join("officer");
  EXPECT_TRUE(engine.run(SetActive{second, false, "operator"}));
  EXPECT_EQ(engine.run(SetActive{first, false, "operator"}).refusal(), AccountRefusal::last_admin);
  EXPECT_TRUE(engine.run(SetActive{second, true, "operator"}));
  EXPECT_TRUE(engine.run(SetActive{first, false, "operator"}));
  EXPECT_EQ(engine.run(SetActive{domain::StaffId{7}, false, "operator"}).refusal(), AccountRefusal::gone);
}

TEST_F(Staff, loses_everything_to_an_invitation_made_again) {
  const auto id = join("aminah");
  ASSERT_TRUE(engine.run(with_step(signing_in(id, "aminah", "t"), 10)));
  ASSERT_TRUE(engine.run(InviteAgain{id, code_digest(keys, "again"), "staff:1"}));
  EXPECT_FALSE(session("t"));
  EXPECT_FALSE(find_account(*reader, keys, id)->joined);
  SignIn recovery = signing_in(id, "aminah", "u");
  recovery.recovery_code = code_digest(keys, "RECOVERY");
  EXPECT_EQ(engine.run(recovery).refusal(), SignInRefusal::gone);
}

TEST(staff_codes, are_those_of_rfc_6238) {
  // RFC 6238, appendix B, the last six of its eight digits.
  const std::string secret = "12345678901234567890";
  const auto at = [](std::int64_t seconds) { return base::from_millis(seconds * 1000); };
  EXPECT_EQ(find_totp_step(secret, "287082", at(59)), 1);
  EXPECT_EQ(find_totp_step(secret, "081804", at(1111111109)), 37037036);
  EXPECT_EQ(find_totp_step(secret, "353130", at(20000000000)), 666666666);
  EXPECT_EQ(find_totp_step(secret, "287082", at(89)), 1) << "the one before";
  EXPECT_EQ(find_totp_step(secret, "287082", at(29)), 1) << "the one after";
  EXPECT_EQ(find_totp_step(secret, "287082", at(90)), std::nullopt);
  EXPECT_EQ(find_totp_step(secret, "", at(59)), std::nullopt);
  EXPECT_EQ(to_base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(
      totp_address(secret, "Kaunter A&B", "aminah"),
      "otpauth://totp/Kaunter%20A%26B:aminah?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kaunter%20A%26B");
}

TEST(staff_passwords, are_long_and_not_common) {
  EXPECT_EQ(find_problem("elevenchars", "aminah"), PasswordProblem::too_short);
  EXPECT_EQ(find_problem("", "aminah"), PasswordProblem::too_short);
  EXPECT_EQ(find_problem(std::string(257, 'x'), "aminah"), PasswordProblem::too_long);
  EXPECT_EQ(find_problem("sungai-lampu-aminah", "aminah"), PasswordProblem::like_user_name);
  EXPECT_EQ(find_problem("aaaaaaaaaaaaaa", "aminah"), PasswordProblem::common);
  EXPECT_EQ(find_problem("password1234", "aminah"), PasswordProblem::common);
  EXPECT_EQ(find_problem("123456789012", "aminah"), PasswordProblem::common);
  EXPECT_EQ(find_problem("qwertyuiop12", "aminah"), PasswordProblem::common);
  EXPECT_EQ(find_problem("lampu sungai gitar", "aminah"), std::nullopt);
  EXPECT_EQ(find_problem("水曜日の雨は赤いランプ", "aminah"), PasswordProblem::too_short) << "11 characters";
  EXPECT_EQ(find_problem("水曜日の雨は赤いランプだ", "aminah"), std::nullopt);
}

TEST(staff_passwords, are_hashed_with_their_own_salt) {
  const std::string one = base::hash_password("lampu sungai gitar");
  EXPECT_TRUE(one.starts_with("$argon2id$"));
  EXPECT_NE(one, base::hash_password("lampu sungai gitar"));
  EXPECT_TRUE(base::is_password("lampu sungai gitar", one));
  EXPECT_FALSE(base::is_password("lampu sungai gitaR", one));
}

TEST(staff_user_names, are_small_letters) {
  EXPECT_EQ(parse_user_name(" Aminah.Ali "), "aminah.ali");
  EXPECT_EQ(parse_user_name("ab"), std::nullopt);
  EXPECT_EQ(parse_user_name("a b c"), std::nullopt);
  EXPECT_EQ(parse_user_name(std::string(65, 'a')), std::nullopt);
}

}  // namespace
}  // namespace temujanji::staff
