#include <gtest/gtest.h>

#include "staff/totp.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

constexpr const char* kPassword = "lampu sungai gitar";

/// Somebody who was invited, with a telephone.
class SigningIn : public testing::Test {
 protected:
  explicit SigningIn(const Pairs& settings = {}) : house(settings) { invite(); }

  void invite() {
    staff::AddAccount add{id,
                          "aminah",
                          staff::seal_name(house.keys, id, "Aminah binti Ali"),
                          domain::Role::hq_admin,
                          {},
                          staff::code_digest(house.keys, "ABCDE-FGHIJ"),
                          "operator"};
    ASSERT_TRUE(house.engine.run(add));
  }
  /// What the telephone shows half a minute later.
  std::string next_code() {
    house.clock.advance(std::chrono::seconds(30));
    return staff::totp_code(secret, base::to_millis(house.clock.now()) / 30'000);
  }
  web::Response sign_in(Visitor& who, const std::string& password, const std::string& code) {
    who.get("/en/staff/sign-in");
    return who.post("/en/staff/sign-in", {{"user_name", "Aminah"}, {"password", password}, {"code", code}});
  }
  void join() {
    staff::Join command{id,
                        staff::code_digest(house.keys, "ABCDE-FGHIJ"),
                        base::hash_password(kPassword),
                        staff::seal_totp_secret(house.keys, id, secret),
                        1,
                        {}};
    ASSERT_TRUE(house.engine.run(command));
  }

  Installation house;
  const domain::StaffId id = house.ids.make<domain::StaffId>();
  std::string secret = "12345678901234567890";
  Visitor visitor{house};
};

TEST_F(SigningIn, leads_from_the_invitation_to_the_page_that_was_asked_for) {
  EXPECT_EQ(visitor.get("/en/staff/sessions").header("Location"),
            "/en/staff/sign-in?to=%2Fen%2Fstaff%2Fsessions");
  visitor.get("/en/staff/join");
  visitor.post("/en/staff/join", {{"user_name", "aminah"}, {"invitation", "abcde fghij"}});
  EXPECT_NE(visitor.page().find("otpauth"), 0u);
  const std::size_t at = visitor.page().find("<code>") + 6;
  const std::string shown = visitor.page().substr(at, 32);
  const auto send = [&](const std::string& password, const std::string& code) {
    return visitor.post("/en/staff/join", {{"user_name", input_value(visitor.page(), "user_name")},
                                           {"invitation", input_value(visitor.page(), "invitation")},
                                           {"secret", input_value(visitor.page(), "secret")},
                                           {"password", password},
                                           {"code", code}});
  };
  EXPECT_EQ(send("short", "000000").status, 422);
  EXPECT_NE(visitor.page().find("at least 12 characters"), std::string::npos);
  EXPECT_NE(visitor.page().find(shown), std::string::npos) << "the telephone stays connected";
  EXPECT_NE(visitor.page().find("id=\"code-error\""), std::string::npos);
}

TEST_F(SigningIn, lets_in_who_has_password_and_code_and_out_again) {
  join();
  EXPECT_EQ(sign_in(visitor, kPassword, next_code()).header("Location"), "/en/staff");
  EXPECT_EQ(visitor.get("/en/staff").status, 200);
  EXPECT_NE(visitor.page().find("Aminah binti Ali"), std::string::npos);
  EXPECT_EQ(visitor.post("/en/staff/sign-out", {}).status, 303);
  EXPECT_EQ(visitor.get("/en/staff").status, 303);
}

TEST_F(SigningIn, says_the_same_whatever_is_wrong) {
  const std::string code = next_code();
  EXPECT_EQ(sign_in(visitor, kPassword, code).status, 422) << "not joined";
  const auto said = [&] { return visitor.page().find("is not right") != std::string::npos; };
  EXPECT_TRUE(said());
  join();
  EXPECT_EQ(sign_in(visitor, "another password", code).status, 422);
  EXPECT_TRUE(said());
  EXPECT_EQ(sign_in(visitor, kPassword, "000000").status, 422);
  EXPECT_TRUE(said());
  visitor.get("/en/staff/sign-in");
  visitor.post("/en/staff/sign-in", {{"user_name", "nobody"}, {"password", kPassword}, {"code", code}});
  EXPECT_TRUE(said());
}

TEST_F(SigningIn, makes_strangers_wait_and_not_the_browser_it_knows) {
  join();
  ASSERT_EQ(sign_in(visitor, kPassword, next_code()).status, 303);
  Visitor stranger(house);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(stranger, "guessed", "000000").status, 422);
  EXPECT_EQ(sign_in(stranger, "guessed", "000000").status, 429);
  EXPECT_EQ(sign_in(stranger, kPassword, next_code()).status, 429) << "also with what is right";
  EXPECT_EQ(sign_in(visitor, kPassword, next_code()).status, 303) << "the known browser";
}

/// Few tries are enough, for each takes a tenth of a second.
class SigningInSeldom : public SigningIn {
 protected:
  SigningInSeldom()
      : SigningIn({{"limits.sign_ins_per_address", "6"}, {"limits.sign_ins_per_account", "12"}}) {}
};

TEST_F(SigningInSeldom, remembers_everybody_who_shares_a_computer) {
  join();
  ASSERT_EQ(sign_in(visitor, kPassword, next_code()).status, 303);
  // Somebody else signs in there, and this one again.
  staff::AddAccount add{
      house.ids.make<domain::StaffId>(), "badrul", "", domain::Role::auditor, {}, {}, "operator"};
  add.sealed_name = staff::seal_name(house.keys, add.id, "Badrul");
  add.invitation = staff::code_digest(house.keys, "KLMNO-PQRST");
  ASSERT_TRUE(house.engine.run(add));
  ASSERT_TRUE(house.engine.run(staff::Join{add.id,
                                           add.invitation,
                                           base::hash_password(kPassword),
                                           staff::seal_totp_secret(house.keys, add.id, secret),
                                           1,
                                           {}}));
  const auto sign_in_badrul = [&](Visitor& who) {
    who.get("/en/staff/sign-in");
    return who.post("/en/staff/sign-in",
                    {{"user_name", "badrul"}, {"password", kPassword}, {"code", next_code()}});
  };
  ASSERT_EQ(sign_in_badrul(visitor).status, 303);
  Visitor stranger(house);
  stranger.get("/en/staff/sign-in");
  for (int i = 0; i < 6; ++i) {
    const std::string name = "user" + std::to_string(i);
    stranger.post("/en/staff/sign-in", {{"user_name", name}, {"password", "guessed"}, {"code", "000000"}});
  }
  EXPECT_EQ(sign_in_badrul(stranger).status, 429) << "nobody more from this address";
  EXPECT_EQ(sign_in_badrul(visitor).status, 303) << "but from the browser that is known";
  EXPECT_EQ(sign_in(visitor, kPassword, next_code()).status, 303) << "to both";
}

TEST_F(SigningInSeldom, lets_nobody_be_locked_out_by_an_attack_from_everywhere) {
  join();
  const std::string code = staff::make_code();
  ASSERT_TRUE(
      house.engine.run(staff::InviteAgain{id, staff::code_digest(house.keys, "ABCDE-FGHIJ"), "operator"}));
  ASSERT_TRUE(house.engine.run(staff::Join{id,
                                           staff::code_digest(house.keys, "ABCDE-FGHIJ"),
                                           base::hash_password(kPassword),
                                           staff::seal_totp_secret(house.keys, id, secret),
                                           1,
                                           {staff::code_digest(house.keys, code)}}));
  for (int network = 0; network < 3; ++network) {
    house.address.prefix = "198.51." + std::to_string(network) + ".0/24";
    Visitor stranger(house);
    for (int i = 0; i < 4; ++i) sign_in(stranger, "guessed", "000000");
  }
  house.address.prefix = "203.0.113.0/24";
  EXPECT_EQ(sign_in(visitor, kPassword, next_code()).status, 429) << "a browser that is not known";
  EXPECT_NE(visitor.page().find("recovery code"), std::string::npos);
  EXPECT_EQ(sign_in(visitor, "guessed", code).status, 422) << "a recovery code alone";
  EXPECT_EQ(sign_in(visitor, kPassword, code).status, 303);
  EXPECT_EQ(sign_in(visitor, kPassword, next_code()).status, 303) << "it is known now";
}

TEST_F(SigningIn, takes_codes_as_telephones_show_them) {
  join();
  std::string code = next_code();
  EXPECT_EQ(sign_in(visitor, kPassword, code.insert(3, " ")).status, 303);
}

TEST_F(SigningIn, goes_only_to_pages_of_the_department) {
  join();
  for (const char* to : {"https://elsewhere.test", "//elsewhere.test", "/en/book", "/en/staffx"}) {
    visitor.get("/en/staff/sign-in");
    const auto response =
        visitor.post("/en/staff/sign-in",
                     {{"user_name", "aminah"}, {"password", kPassword}, {"code", next_code()}, {"to", to}});
    EXPECT_EQ(response.header("Location"), "/en/staff") << to;
  }
}

TEST_F(SigningIn, keeps_what_was_typed_when_the_session_is_over) {
  join();
  sign_in(visitor, kPassword, next_code());
  visitor.get("/en/staff/accounts");
  house.clock.advance(std::chrono::minutes(15));
  const auto response = visitor.post("/en/staff/accounts", {{"name", "Badrul"}});
  EXPECT_EQ(response.status, 403);
  EXPECT_NE(response.body.find("still in this browser"), std::string::npos);
}

TEST_F(SigningIn, shows_where_one_is_signed_in_and_ends_another_browser_of_ones_own_only) {
  join();
  Visitor elsewhere(house);
  Colleague colleague(house, domain::Role::hq_admin);
  ASSERT_EQ(sign_in(visitor, kPassword, next_code()).status, 303);
  ASSERT_EQ(sign_in(elsewhere, kPassword, next_code()).status, 303);
  visitor.get("/en/staff/sessions");
  const Pairs other{{"session", input_value(visitor.page(), "session")}};
  colleague.get("/en/staff/sessions");
  EXPECT_EQ(input_value(colleague.page(), "session"), "") << "there is no other of theirs";
  EXPECT_EQ(colleague.post("/en/staff/sessions/end", other).status, 303);
  EXPECT_EQ(elsewhere.get("/en/staff").status, 200) << "somebody else's was not ended";
  EXPECT_EQ(visitor.post("/en/staff/sessions/end", other).status, 303);
  EXPECT_EQ(elsewhere.get("/en/staff").status, 303);
  visitor.get("/en/staff/sessions");
  EXPECT_EQ(input_value(visitor.page(), "session"), "");
}

TEST(ManagingAccounts, gives_an_office_its_officers) {
  Installation house;
  Colleague admin(house, domain::Role::office_admin, {"JHR-KLG"});
  admin.get("/en/staff/at/JHR-KLG/accounts");
  EXPECT_NE(admin.page().find("value=\"officer\""), std::string::npos);
  EXPECT_EQ(admin.page().find("value=\"hq_admin\""), std::string::npos);
  const Pairs badrul{{"name", "Badrul"}, {"user_name", "badrul"}, {"role", "officer"}};
  EXPECT_EQ(admin.post("/en/staff/at/JHR-KLG/accounts", badrul).status, 200);
  EXPECT_NE(admin.page().find("Badrul"), std::string::npos);
  EXPECT_NE(admin.page().find("role=\"status\""), std::string::npos) << "the invitation";
  EXPECT_EQ(admin.post("/en/staff/at/JHR-KLG/accounts", badrul).status, 422) << "taken";
  EXPECT_EQ(admin
                .post("/en/staff/at/JHR-KLG/accounts",
                      {{"name", "Chong"}, {"user_name", "chong"}, {"role", "hq_admin"}})
                .status,
            422);
}

TEST(ManagingAccounts, changes_nobody_above_or_elsewhere_and_not_oneself) {
  Installation house;
  Colleague admin(house, domain::Role::office_admin, {"JHR-KLG"});
  const Colleague elsewhere(house, domain::Role::officer, {"PJY-CHP"});
  const Colleague above(house, domain::Role::hq_admin);
  const Colleague officer(house, domain::Role::officer, {"JHR-KLG"});
  admin.get("/en/staff/at/JHR-KLG/accounts");
  const auto close = [&](const staff::Account& account) {
    admin.get("/en/staff/at/JHR-KLG/accounts");
    return admin
        .post("/en/staff/at/JHR-KLG/accounts/change",
              {{"account", std::to_string(account.id.value)}, {"change", "close"}})
        .status;
  };
  EXPECT_EQ(close(elsewhere.account()), 404);
  EXPECT_EQ(close(above.account()), 404);
  EXPECT_EQ(close(admin.account()), 404);
  EXPECT_EQ(close(officer.account()), 200);
}

TEST(ManagingAccounts, gives_somebody_another_role_and_other_offices) {
  Installation house;
  Colleague admin(house, domain::Role::hq_admin);
  Colleague officer(house, domain::Role::officer, {"JHR-KLG"});
  const std::string page = "/en/staff/accounts/" + std::to_string(officer.account().id.value);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-HQ/check-in").status, 404);
  admin.get("/en/staff/accounts");
  EXPECT_NE(admin.page().find(page), std::string::npos);
  EXPECT_EQ(admin.get(page).status, 200);
  EXPECT_NE(admin.page().find("value=\"JHR-KLG\" checked"), std::string::npos);
  EXPECT_EQ(admin.post(page, {{"role", "office_admin"}}).status, 422) << "at no office";
  EXPECT_NE(admin.page().find("value=\"office_admin\" selected"), std::string::npos);
  EXPECT_EQ(admin.post(page, {{"role", "king"}, {"offices", "JHR-HQ"}}).status, 422);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-KLG/check-in").status, 200) << "nothing changed";
  const Pairs chosen{{"role", "office_admin"}, {"offices", "JHR-HQ"}, {"offices", "JHR-HQ"}};
  EXPECT_EQ(admin.post(page, chosen).status, 303);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-KLG/check-in").status, 404);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-HQ/accounts").status, 200);
  EXPECT_EQ(admin.post(page, {{"role", "auditor"}, {"offices", "JHR-HQ"}}).status, 303);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-HQ/accounts").status, 403);
  EXPECT_EQ(officer.get("/en/staff/audit").status, 200);
  EXPECT_EQ(admin.get("/en/staff/accounts/" + std::to_string(admin.account().id.value)).status, 404)
      << "nobody changes themselves";
  EXPECT_EQ(admin.get("/en/staff/accounts/x").status, 404);
}

TEST(ManagingAccounts, keeps_somebody_at_an_office_that_is_closed_for_now) {
  Installation house;
  Colleague admin(house, domain::Role::hq_admin);
  Colleague officer(house, domain::Role::officer, {"JHR-KLG", "JHR-HQ"});
  const std::string page = "/en/staff/accounts/" + std::to_string(officer.account().id.value);
  house.change("UPDATE office SET active = 0 WHERE code = 'JHR-KLG'");
  admin.get(page);
  EXPECT_EQ(admin.page().find("JHR-KLG"), std::string::npos);
  EXPECT_EQ(admin.post(page, {{"role", "officer"}, {"offices", "PJY-CHP"}}).status, 303);
  house.change("UPDATE office SET active = 1 WHERE code = 'JHR-KLG'");
  EXPECT_EQ(officer.get("/en/staff/at/JHR-KLG/check-in").status, 200);
  EXPECT_EQ(officer.get("/en/staff/at/PJY-CHP/check-in").status, 200);
  EXPECT_EQ(officer.get("/en/staff/at/JHR-HQ/check-in").status, 404);
}

}  // namespace
}  // namespace temujanji::features
