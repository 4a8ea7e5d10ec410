#include <gtest/gtest.h>

#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using domain::Role;

/// An installation whose headquarters have two administrators.
class Blocking : public testing::Test {
 protected:
  web::Response block(const std::string& kind, const std::string& value, const std::string& last_on = "",
                      const std::string& note = "") {
    admin.get("/en/staff/blocks");
    return admin.post(
        "/en/staff/blocks/add",
        {{"kind", kind}, {"value", value}, {"reason", "resold"}, {"note", note}, {"last_on", last_on}});
  }
  /// Asks for the end of the block that the list shows first.
  web::Response ask_for_end(Colleague& who, const std::string& list) {
    who.get(list);
    return who.post(list + "/end",
                    {{"block", input_value(who.page(), "block")}, {"why", "it was a mistake"}});
  }
  web::Response decide(Colleague& who, const std::string& list, const std::string& decision,
                       const std::string& remark = "") {
    who.get(list);
    return who.post(list + "/decide",
                    {{"approval", approval_id()}, {"decision", decision}, {"remark", remark}});
  }
  /// Of the newest request.
  std::string approval_id() {
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(kNewestApproval);
    return rows.next() ? std::to_string(rows.integer(0)) : "0";
  }
  web::Response book_by_json(const std::string& mykad = "900131145678", const std::string& key = "") {
    Pairs headers;
    if (!key.empty()) headers.emplace_back("idempotency-key", key);
    return house.post_json("/api/v1/appointments", serialize(booking(mykad)), headers);
  }
  std::int64_t count(const storage::Statement& statement) {
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(statement);
    return rows.next() ? rows.integer(0) : 0;
  }

  static constexpr storage::Statement kNewestApproval{"newest_approval", "SELECT max(id) FROM approval", ""};
  static constexpr storage::Statement kAppeals{"count_appeals", "SELECT count(*) FROM appeal", ""};
  static constexpr storage::Statement kLooks{
      "count_looks", "SELECT count(*) FROM audit_event WHERE act = 'looked' AND subject = 'blocks'", ""};
  Installation house;
  Colleague admin{house, Role::hq_admin};
  Colleague other{house, Role::hq_admin};
};

TEST_F(Blocking, keeps_a_document_a_mail_and_a_telephone_from_booking) {
  const Pairs values{{"mykad", "900131-14-5678"}, {"email", "SITI@example.com"}, {"phone", "012 345 6789"}};
  for (const auto& [kind, value] : values) {
    ASSERT_EQ(block(kind, value).status, 200) << admin.page();
    EXPECT_TRUE(has(admin.page(), "role=\"status\""));
    const auto refused = book_by_json();
    EXPECT_EQ(refused.status, 403) << kind;
    EXPECT_EQ(code_of(refused), "blocked");
    EXPECT_EQ(json_of(refused).at("appeal"), "http://temujanji.test/en/blocked");
    EXPECT_FALSE(has(refused.body, "900131145678"));
    ASSERT_EQ(ask_for_end(admin, "/en/staff/blocks").status, 200);
    ASSERT_EQ(decide(other, "/en/staff/approvals", "approve").status, 200) << other.page();
  }
  EXPECT_EQ(book_by_json().status, 201);
}

TEST_F(Blocking, tells_people_what_to_do_when_they_submit) {
  ASSERT_EQ(block("email", "siti@example.com", "2026-12-01").status, 200);
  for (const char* language : {"ms", "en"}) {
    Visitor visitor(house);
    hold(visitor, tuesday_morning(), language);
    fill_in(visitor, "900131-14-5678", language);
    const std::string path = "/" + std::string(language);
    EXPECT_EQ(visitor.post(path + "/book/submit", {{"declaration", "yes"}}).status, 403);
    EXPECT_TRUE(has(visitor.page(), "href=\"" + path + "/blocked\"")) << visitor.page();
    EXPECT_TRUE(has(visitor.page(),
                    language == std::string("en") ? "Tuesday, 1 December 2026" : "Selasa, 1 Disember 2026"));
  }
}

TEST_F(Blocking, holds_to_the_end_of_its_last_day) {
  ASSERT_EQ(block("email", "siti@example.com", "2026-11-23").status, 200);
  house.clock.set(monday_morning() + std::chrono::hours(16) - std::chrono::milliseconds(1));
  EXPECT_EQ(book_by_json().status, 403);
  house.clock.advance(std::chrono::milliseconds(1));
  boost::json::object later = booking();
  later["starts_at"] = "2026-11-25T08:00:00+08:00";
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(later)).status, 201);
}

TEST_F(Blocking, of_an_address_keeps_its_holds_and_bookings_off) {
  EXPECT_EQ(block("address", "192.0.2.99").status, 422) << "never ends";
  EXPECT_EQ(block("address", "192.0.2.0/16", "2026-11-30").status, 422);
  ASSERT_EQ(block("address", "192.0.2.99", "2026-11-30").status, 200) << admin.page();
  Visitor visitor(house);
  EXPECT_EQ(hold(visitor).status, 403);
  EXPECT_TRUE(has(visitor.page(), "sambungan internet"));
  boost::json::object wish = booking();
  wish.erase("applicant");
  EXPECT_EQ(code_of(house.post_json("/api/v1/holds", serialize(wish))), "blocked");
  EXPECT_EQ(book_by_json().status, 403);
}

TEST(BlockingAnAddress, passes_over_networks_without_limits) {
  const Pairs ours{{"limits.exempt_networks", "192.0.2.0/24"}};
  Installation house(ours);
  Colleague admin(house, Role::hq_admin);
  admin.get("/en/staff/blocks");
  ASSERT_EQ(admin
                .post("/en/staff/blocks/add", {{"kind", "address"},
                                               {"value", "192.0.2.7"},
                                               {"reason", "automated"},
                                               {"last_on", "2026-11-30"}})
                .status,
            200);
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(booking())).status, 201);
}

TEST_F(Blocking, leaves_what_was_booked_before_to_its_owner) {
  const auto booked = book_by_json("900131145678", "k-1");
  const std::string reference(json_of(booked).at("reference").as_string());
  ASSERT_EQ(block("mykad", "900131145678").status, 200);
  EXPECT_EQ(book_by_json("900131145678", "k-1").body, booked.body) << "the same submission, the same answer";
  EXPECT_EQ(book_by_json("900131145678", "k-2").status, 403);
  const std::string document = R"({"document_number": "900131145678"})";
  const std::string path = "/api/v1/appointments/" + reference;
  EXPECT_EQ(house.post_json(path + "/confirm", document).status, 200);
  EXPECT_EQ(house
                .post_json("/api/v1/appointments/lookup",
                           R"({"document_number": "900131145678", "reference": ")" + reference + "\"}")
                .status,
            200);
  EXPECT_EQ(house.post_json(path + "/cancel", document).status, 200);
}

TEST_F(Blocking, ends_by_two_people_and_never_by_one) {
  ASSERT_EQ(block("email", "siti@example.com").status, 200);
  ASSERT_EQ(ask_for_end(admin, "/en/staff/blocks").status, 200);
  EXPECT_EQ(ask_for_end(other, "/en/staff/blocks").status, 404) << "the list offers no second request";
  admin.get("/en/staff/approvals");
  EXPECT_TRUE(has(admin.page(), "Your request"));
  EXPECT_FALSE(has(admin.page(), "value=\"approve\""));
  EXPECT_EQ(decide(admin, "/en/staff/approvals", "approve").status, 409);
  EXPECT_TRUE(has(admin.page(), "You cannot approve what you asked for"));
  EXPECT_EQ(book_by_json().status, 403);
  EXPECT_EQ(decide(other, "/en/staff/approvals", "refuse").status, 422) << "without a reason";
  EXPECT_TRUE(has(other.page(), "href=\"#remark-" + approval_id() + "\""));
  EXPECT_TRUE(has(other.page(), "id=\"remark-" + approval_id() + "-error\""));
  EXPECT_EQ(decide(other, "/en/staff/approvals", "refuse", "the same person again").status, 200);
  EXPECT_EQ(book_by_json().status, 403);
  EXPECT_EQ(decide(other, "/en/staff/approvals", "approve").status, 409);
  admin.get("/en/staff/approvals");
  EXPECT_TRUE(has(admin.page(), "the same person again"));
}

TEST_F(Blocking, says_at_its_own_row_that_the_reason_for_an_end_is_missing) {
  ASSERT_EQ(block("email", "siti@example.com").status, 200);
  ASSERT_EQ(block("phone", "0123456789").status, 200);
  admin.get("/en/staff/blocks");
  const std::string first = input_value(admin.page(), "block");
  const std::string typed = "write to siti@example.com";
  EXPECT_EQ(admin.post("/en/staff/blocks/end", {{"block", first}, {"why", typed}}).status, 422);
  EXPECT_TRUE(has(admin.page(), "id=\"why-" + first + "-error\""));
  EXPECT_EQ(input_value(admin.page(), "why"), typed) << "what was typed stays";
  EXPECT_FALSE(has(admin.page(), "class=\"fold\" open"));
}

TEST_F(Blocking, requests_expire_after_a_day) {
  ASSERT_EQ(block("email", "siti@example.com").status, 200);
  ASSERT_EQ(ask_for_end(admin, "/en/staff/blocks").status, 200);
  house.clock.advance(std::chrono::hours(24));
  Colleague third(house, Role::hq_admin);
  EXPECT_EQ(decide(third, "/en/staff/approvals", "approve").status, 409);
  EXPECT_TRUE(has(third.page(), "has expired"));
  EXPECT_TRUE(has(third.page(), ">Expired<"));
  EXPECT_EQ(ask_for_end(third, "/en/staff/blocks").status, 200) << "it can be asked for again";
}

TEST_F(Blocking, by_an_office_goes_by_its_appointments) {
  const std::string reference(json_of(book_by_json()).at("reference").as_string());
  Colleague johor(house, Role::office_admin, {"JHR-HQ"});
  Colleague putrajaya(house, Role::office_admin, {"PJY-CHP"});
  const std::string own = "/en/staff/at/JHR-HQ/blocks", foreign = "/en/staff/at/PJY-CHP/blocks";
  putrajaya.get(foreign);
  EXPECT_EQ(putrajaya.post(foreign + "/find", {{"reference", reference}}).status, 422);
  EXPECT_FALSE(has(putrajaya.page(), "Siti"));
  johor.get(own);
  ASSERT_EQ(johor.post(own + "/find", {{"reference", reference}}).status, 200);
  EXPECT_TRUE(has(johor.page(), "Siti Aminah"));
  const std::string appointment = input_value(johor.page(), "appointment");
  const Pairs wish{{"appointment", appointment}, {"kind", "identity"}, {"reason", "false_details"}};
  EXPECT_EQ(putrajaya.post(foreign + "/add", wish).status, 404);
  ASSERT_EQ(johor.post(own + "/add", wish).status, 200) << johor.page();
  EXPECT_EQ(book_by_json("900131145678", "k").status, 403) << "it holds everywhere";
  putrajaya.get(foreign);
  EXPECT_FALSE(has(putrajaya.page(), "900131145678"));
  EXPECT_EQ(
      putrajaya.post(foreign + "/end", {{"block", input_value(johor.page(), "block")}, {"why", "x"}}).status,
      404);
}

TEST_F(Blocking, of_an_office_is_ended_by_a_colleague_of_the_office_or_of_headquarters) {
  const std::string reference(json_of(book_by_json()).at("reference").as_string());
  Colleague johor(house, Role::office_admin, {"JHR-HQ"});
  Colleague second(house, Role::office_admin, {"JHR-HQ"});
  Colleague putrajaya(house, Role::office_admin, {"PJY-CHP"});
  const std::string blocks = "/en/staff/at/JHR-HQ/blocks", approvals = "/en/staff/at/JHR-HQ/approvals";
  johor.get(blocks);
  johor.post(blocks + "/find", {{"reference", reference}});
  johor.post(
      blocks + "/add",
      {{"appointment", input_value(johor.page(), "appointment")}, {"kind", "email"}, {"reason", "resold"}});
  ASSERT_EQ(ask_for_end(johor, blocks).status, 200);
  putrajaya.get("/en/staff/approvals");
  EXPECT_FALSE(has(putrajaya.page(), "it was a mistake"));
  EXPECT_EQ(decide(putrajaya, "/en/staff/approvals", "approve").status, 404);
  EXPECT_EQ(decide(putrajaya, "/en/staff/at/PJY-CHP/approvals", "approve").status, 404);
  EXPECT_EQ(decide(johor, approvals, "approve").status, 409);
  second.get("/en/staff/approvals");
  EXPECT_TRUE(has(second.page(), "it was a mistake"));
  EXPECT_FALSE(has(second.page(), "siti@example.com")) << "masked";
  EXPECT_EQ(decide(second, approvals, "approve").status, 200);
  EXPECT_EQ(book_by_json("910131145670").status, 201);
}

TEST_F(Blocking, refuses_what_makes_no_sense_and_keeps_what_was_typed) {
  struct Line {
    const char *kind, *value, *last_on, *note, *error;
  };
  const Line lines[] = {
      {"mykad", "123", "", "", "value-error"},
      {"passport", "A1234567", "", "", "country-error"},
      {"email", "nobody", "", "", "value-error"},
      {"phone", "12", "", "", "value-error"},
      {"name", "Siti", "", "", "kind-error"},
      {"email", "a@example.com", "2026-11-22", "", "last_on-error"},
      {"email", "a@example.com", "tomorrow", "", "last_on-error"},
      {"email", "a@example.com", "", "write to siti@example.com", "note-error"},
  };
  for (const Line& line : lines) {
    EXPECT_EQ(block(line.kind, line.value, line.last_on, line.note).status, 422) << line.value;
    EXPECT_TRUE(has(admin.page(), line.error)) << line.value;
    EXPECT_TRUE(has(admin.page(), std::string("value=\"") + line.value + "\"")) << line.value;
  }
  EXPECT_EQ(block("email", "a@example.com").status, 200);
  EXPECT_EQ(block("email", "A@EXAMPLE.com").status, 409);
}

TEST_F(Blocking, is_found_by_the_exact_value_and_the_look_is_recorded) {
  ASSERT_EQ(block("phone", "+60123456789").status, 200);
  const std::int64_t looks = count(kLooks);
  EXPECT_EQ(admin.post("/en/staff/blocks/find", {{"kind", "phone"}, {"value", "012-345 6789"}}).status, 200);
  EXPECT_TRUE(has(admin.page(), "+60123456789"));
  EXPECT_EQ(count(kLooks), looks + 1);
  EXPECT_EQ(admin.post("/en/staff/blocks/find", {{"kind", "phone"}, {"value", "012-345 6780"}}).status, 200);
  EXPECT_TRUE(has(admin.page(), "was never blocked"));
}

TEST_F(Blocking, is_appealed_against_without_learning_anything) {
  ASSERT_EQ(block("email", "siti@example.com").status, 200);
  Visitor blocked(house);
  Visitor stranger(house);
  const Pairs mine{{"email", "Siti@example.com"}, {"text", "I sold nothing.\nPlease look again."}};
  const Pairs theirs{{"email", "nobody@example.com"}, {"text", "I sold nothing."}};
  blocked.get("/en/blocked");
  stranger.get("/en/blocked");
  const auto one = blocked.post("/en/blocked", mine);
  const auto two = stranger.post("/en/blocked", theirs);
  EXPECT_EQ(one.status, 200);
  EXPECT_EQ(one.body, two.body);
  EXPECT_EQ(count(kAppeals), 1);
  admin.get("/en/staff/blocks");
  EXPECT_TRUE(has(admin.page(), "I sold nothing."));
  EXPECT_EQ(admin.post("/en/staff/blocks/keep", {{"block", input_value(admin.page(), "block")}}).status, 200);
  EXPECT_TRUE(has(admin.page(), "The block stays"));
}

TEST_F(Blocking, asks_for_an_appeal_with_somebody_in_it_and_not_too_long) {
  Visitor visitor(house);
  visitor.get("/ms/blocked");
  EXPECT_EQ(visitor.post("/ms/blocked", {{"text", "x"}}).status, 422);
  EXPECT_TRUE(has(visitor.page(), "number-error"));
  EXPECT_EQ(visitor.post("/ms/blocked", {{"number", "900131145678"}}).status, 422);
  EXPECT_TRUE(has(visitor.page(), "text-error"));
  const std::string longest(1000, 'a');
  EXPECT_EQ(visitor.post("/ms/blocked", {{"number", "900131145678"}, {"text", longest + "a"}}).status, 422);
  EXPECT_EQ(visitor.post("/ms/blocked", {{"number", "900131145678"}, {"text", longest}}).status, 200);
}

TEST(Appeals, are_limited_by_address) {
  const Pairs two{{"limits.appeals_per_address", "2"}};
  Installation house(two);
  Visitor visitor(house);
  visitor.get("/en/blocked");
  const Pairs appeal{{"email", "siti@example.com"}, {"text", "I sold nothing."}};
  EXPECT_EQ(visitor.post("/en/blocked", appeal).status, 200);
  EXPECT_EQ(visitor.post("/en/blocked", appeal).status, 200);
  EXPECT_EQ(visitor.post("/en/blocked", appeal).status, 429);
  EXPECT_TRUE(has(visitor.page(), "I sold nothing.")) << "what was typed stays";
}

}  // namespace
}  // namespace temujanji::features
