#include <gtest/gtest.h>

#include "appointments/find.h"
#include "appointments/move.h"
#include "audit/last_verification.h"
#include "audit/proof.h"
#include "audit/sealer.h"
#include "domain/reference.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"
#include "tests/support/test_folder.h"

namespace temujanji::features {
namespace {

constexpr storage::Statement kFindSlotInTwoDays{
    "find_slot_in_two_days",
    "SELECT id FROM slot WHERE pool_id = (SELECT pool_id FROM slot WHERE id = $1) AND starts_at = $2", ""};

/// An auditor, and an officer whose looks are in the log.
class AuditPages : public testing::Test {
 protected:
  std::string book() {
    const auto answer = house.post_json("/api/v1/appointments", serialize(booking("900131145678")));
    return std::string(json_of(answer).at("reference").as_string());
  }
  void seal() {
    const auto reader = house.database->connect(storage::Access::read);
    audit::Sealer sealer(house.engine, house.clock, house.keys,
                         audit::HeadsFile(folder.path() / "audit-heads.log"));
    sealer.round(*reader, audit::Sealer::Heads::now);
  }
  /// The department moves the appointment by two days.
  void move_to_thursday() {
    house.change("UPDATE appointment SET status = 'displaced'");
    const auto connection = house.database->connect(storage::Access::read);
    const auto booked =
        appointments::find_appointment_by_reference(*connection, house.keys, reference).value();
    storage::Rows rows =
        connection->query(kFindSlotInTwoDays, {booked.slot, booked.starts_at + std::chrono::hours(48)});
    ASSERT_TRUE(rows.next());
    const appointments::MoveAppointment move{booked.id, booked.slot, rows.id<domain::SlotId>(0), false,
                                             "staff:7"};
    EXPECT_TRUE(house.engine.run(move).ok());
  }
  /// The address of the first entry that the page shows.
  std::string first_entry() {
    const std::string& page = auditor.page();
    const std::size_t begin = page.find("/en/staff/audit/entry/");
    return page.substr(begin, page.find('"', begin) - begin);
  }
  int rows(const std::string& query) {
    EXPECT_EQ(auditor.get("/en/staff/audit" + query).status, 200);
    int count = 0;
    for (std::size_t at = 0; (at = auditor.page().find("/audit/entry/", at)) != std::string::npos; ++at)
      ++count;
    return count;
  }

  tests::TestFolder folder;
  Installation house;
  const std::string reference = book();
  Colleague officer{house, domain::Role::officer, {"JHR-HQ"}};
  Colleague auditor{house, domain::Role::auditor};
};

TEST_F(AuditPages, show_who_did_what_newest_first_in_plain_words) {
  officer.get("/en/staff/at/JHR-HQ/day");
  auditor.get("/en/staff/audit");
  EXPECT_TRUE(has(auditor.page(), "Data looked at") && has(auditor.page(), "day sheet 2026-11-23"));
  EXPECT_TRUE(has(auditor.page(), "Appointment booked") && has(auditor.page(), "Through the JSON interface"));
  auditor.get("/ms/staff/audit");
  EXPECT_TRUE(has(auditor.page(), "senarai hari 2026-11-23"));
  auditor.get("/en/staff/audit");
  EXPECT_LT(auditor.page().find("day sheet 2026-11-23"), auditor.page().find(">Appointment booked</th>"));
}

TEST_F(AuditPages, are_narrowed_by_person_act_office_and_dates) {
  officer.get("/en/staff/at/JHR-HQ/day");
  const std::string user = officer.account().user_name;
  EXPECT_EQ(rows("?act=looked"), 1);
  EXPECT_EQ(rows("?act=appointment_booked"), 1);
  EXPECT_EQ(rows("?act=appointment_booked&office=JHR-KLG"), 0);
  EXPECT_EQ(rows("?act=appointment_booked&office=JHR-HQ"), 1);
  EXPECT_EQ(rows("?who=" + user), 3) << "joined, signed in, looked";
  EXPECT_EQ(rows("?who=api"), 1);
  EXPECT_EQ(rows("?act=looked&from=2026-11-23&to=2026-11-23"), 1);
  EXPECT_EQ(rows("?act=looked&from=2026-11-24"), 0);
  EXPECT_EQ(rows("?act=looked&to=2026-11-22"), 0);
  EXPECT_EQ(auditor.get("/en/staff/audit?who=nobody").status, 422);
  EXPECT_EQ(auditor.get("/en/staff/audit?from=yesterday").status, 422);
}

TEST_F(AuditPages, go_on_where_a_page_ended) {
  for (int i = 0; i < 70; ++i) officer.get("/en/staff/at/JHR-HQ/day");
  EXPECT_EQ(rows("?act=looked"), 50);
  const std::size_t older = auditor.page().find("before=");
  ASSERT_NE(older, std::string::npos);
  const std::string before = auditor.page().substr(older, auditor.page().find('"', older) - older);
  EXPECT_EQ(rows("?act=looked&" + before), 20);
}

TEST_F(AuditPages, tell_who_looked_at_a_person_and_write_that_look_down_too) {
  house.clock.advance(std::chrono::hours(24));
  Colleague early(house, domain::Role::officer, {"JHR-HQ"});
  early.get("/en/staff/at/JHR-HQ/day?on=2026-11-24");
  early.get("/en/staff/at/JHR-HQ/day?on=2026-11-30");
  Colleague late(house, domain::Role::auditor);
  late.get("/en/staff/audit");
  EXPECT_EQ(late.post("/en/staff/audit/person", {{"reference", domain::display_reference(reference)}}).status,
            200);
  EXPECT_TRUE(has(late.page(), "day sheet 2026-11-24")) << late.page();
  EXPECT_FALSE(has(late.page(), "day sheet 2026-11-30")) << "another day's";
  EXPECT_TRUE(has(late.page(), "audit log")) << "this look";
  EXPECT_FALSE(has(late.page(), "Siti")) << "no personal data";
  EXPECT_EQ(late.post("/en/staff/audit/person", {{"reference", "x"}}).status, 422);
}

TEST_F(AuditPages, tell_who_looked_where_a_person_was_before_and_who_took_the_list_away) {
  house.clock.advance(std::chrono::hours(24));
  Colleague early(house, domain::Role::officer, {"JHR-HQ"});
  early.get("/en/staff/at/JHR-HQ/day?on=2026-11-24");
  move_to_thursday();
  early.get("/en/staff/at/JHR-HQ/day?on=2026-11-25");
  early.get("/en/staff/at/JHR-HQ/day?on=2026-11-26");
  Colleague late(house, domain::Role::auditor);
  late.get("/en/staff/audit");
  late.post("/en/staff/audit/person", {{"reference", domain::display_reference(reference)}});
  EXPECT_TRUE(has(late.page(), "day sheet 2026-11-24")) << "it stood there";
  EXPECT_TRUE(has(late.page(), "day sheet 2026-11-26")) << "it stands there";
  EXPECT_FALSE(has(late.page(), "day sheet 2026-11-25"));
}

TEST_F(AuditPages, give_a_proof_that_holds) {
  officer.get("/en/staff/at/JHR-HQ/day");
  auditor.get("/en/staff/audit?act=looked");
  const std::string entry = first_entry();
  auditor.get(entry);
  EXPECT_TRUE(has(auditor.page(), "not signed yet"));
  seal();
  auditor.get(entry);
  EXPECT_TRUE(has(auditor.page(), "in the signed log"));
  const std::string address = "/en/staff/audit/proof/" + entry.substr(entry.rfind('/') + 1);
  const web::Response file = auditor.get(address);
  EXPECT_EQ(file.status, 200);
  EXPECT_LE(file.body.size(), audit::kProofBytesMax);
  EXPECT_TRUE(file.header("Content-Disposition").starts_with("attachment"));
  const auto proof = audit::parse_proof(file.body);
  ASSERT_TRUE(proof.has_value());
  EXPECT_TRUE(audit::is_valid(*proof, house.keys.public_key()));
  EXPECT_EQ(auditor.get("/en/staff/audit/proof/audit_event:1").status, 404);
  EXPECT_EQ(auditor.get("/en/staff/audit/entry/staff:1").status, 404);
}

TEST_F(AuditPages, tell_whether_the_whole_log_was_verified) {
  auditor.get("/en/staff/audit");
  EXPECT_TRUE(has(auditor.page(), "not been verified yet"));
  seal();
  const auto reader = house.database->connect(storage::Access::read);
  const auto verify_while = [&](const std::function<bool()>& go_on) {
    return audit::verify_if_due(house.engine, *reader, house.clock, house.keys.public_key(), {},
                                house.clock.now() - std::chrono::hours(24), go_on);
  };
  const auto verify = [&] { return verify_while(audit::to_the_end); };
  for (int rounds = 0; rounds < 2; ++rounds) {
    EXPECT_FALSE(verify_while([left = rounds]() mutable { return left-- > 0; }).has_value());
  }
  auditor.get("/en/staff/audit");
  EXPECT_TRUE(has(auditor.page(), "not been verified yet")) << "what ended early is no verdict";
  ASSERT_TRUE(verify().has_value());
  EXPECT_FALSE(verify().has_value()) << "not due";
  auditor.get("/en/staff/audit");
  EXPECT_TRUE(has(auditor.page(), "nothing was changed"));
  house.change("UPDATE audit_event SET actor = 'staff:1' WHERE act = 'signed_in'");
  house.clock.advance(std::chrono::hours(25));
  Colleague next(house, domain::Role::auditor);
  seal();
  ASSERT_TRUE(verify().has_value());
  next.get("/en/staff/audit");
  EXPECT_TRUE(has(next.page(), "The audit log was changed."));
}

TEST_F(AuditPages, let_auditors_see_closures_blocks_and_approvals_and_change_nothing) {
  for (const char* page : {"/en/staff/closures", "/en/staff/blocks", "/en/staff/approvals"}) {
    EXPECT_EQ(auditor.get(page).status, 200) << page;
    EXPECT_EQ(auditor.page().find("<form method=\"post\"", auditor.page().find("<main")), std::string::npos)
        << page;
    EXPECT_EQ(auditor.page().find("<form class=\"form", auditor.page().find("<main")), std::string::npos)
        << page;
  }
  EXPECT_EQ(auditor.post("/en/staff/closures", {}).status, 403);
  EXPECT_EQ(auditor.post("/en/staff/blocks/add", {}).status, 403);
  EXPECT_EQ(auditor.post("/en/staff/approvals/decide", {}).status, 403);
}

}  // namespace
}  // namespace temujanji::features
