#include <gtest/gtest.h>

#include <set>

#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

std::int64_t count(Installation& house, std::string_view table_and_condition) {
  const std::string sql = "SELECT count(*) FROM " + std::string(table_and_condition);
  const storage::Statement statement{"count", sql, ""};
  const auto connection = house.database->connect(storage::Access::read);
  storage::Rows rows = connection->query(statement);
  rows.next();
  return rows.integer(0);
}

TEST(booking, leads_from_the_month_to_the_slip_in_both_languages) {
  Installation house;
  Visitor malay(house);
  const std::string done = book(malay);
  EXPECT_TRUE(has(done, "Temujanji anda telah ditempah")) << done;
  EXPECT_TRUE(has(done, "Selasa, 24 November 2026, 8:00 pagi"));
  EXPECT_TRUE(has(done, "7:30 pagi"));
  EXPECT_TRUE(has(done, "s***@example.com"));
  EXPECT_EQ(reference_on(done).size(), 14u);
  Visitor english(house);
  EXPECT_TRUE(has(book(english, "910131-14-5670", "en"), "Tuesday, 24 November 2026, 8:00 am"));
  EXPECT_EQ(count(house, "outbox WHERE kind = 'booked'"), 2);
}

TEST(booking, shows_every_answer_with_a_way_to_change_it) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  for (const char* words : {"Siti Aminah binti Ali", "900131145678", "siti@example.com", "+60123456789",
                            "/ms/book/details#applicant.name", "Selasa, 24 November 2026, 8:00 pagi"}) {
    EXPECT_TRUE(has(visitor.page(), words)) << words;
  }
}

TEST(booking, asks_for_the_declaration) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  const web::Response answer = visitor.post("/ms/book/submit", {});
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(has(visitor.page(), "declaration-error"));
  EXPECT_EQ(count(house, "appointment"), 0);
}

TEST(booking, has_one_effect_however_often_it_is_submitted) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  const std::string key = input_value(visitor.page(), "key");
  const std::string csrf = input_value(visitor.page(), "csrf");
  std::set<std::string> references;
  for (int i = 0; i < 3; ++i) {
    visitor.follow(visitor.post("/ms/book/submit", {{"declaration", "yes"}, {"key", key}, {"csrf", csrf}}));
    references.insert(reference_on(visitor.page()));
  }
  EXPECT_EQ(references.size(), 1u);
  EXPECT_EQ(count(house, "appointment"), 1);
}

TEST(booking, refuses_a_second_live_appointment_for_the_service_and_says_so) {
  Installation house;
  Visitor first(house);
  book(first);
  Visitor second(house);
  hold(second);
  fill_in(second);
  EXPECT_EQ(second.post("/ms/book/submit", {{"declaration", "yes"}}).status, 409);
  EXPECT_TRUE(has(second.page(), "/ms/appointment"));
  EXPECT_EQ(count(house, "appointment"), 1);
}

TEST(booking, keeps_what_was_typed_when_the_hold_is_over) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  house.clock.advance(std::chrono::minutes(16));
  EXPECT_EQ(visitor.post("/ms/book/submit", {{"declaration", "yes"}}).status, 409);
  EXPECT_EQ(count(house, "appointment"), 0);
  hold(visitor);
  visitor.get("/ms/book/details");
  EXPECT_EQ(input_value(visitor.page(), "applicant.name"), "Siti Aminah binti Ali");
  EXPECT_EQ(visitor.get("/ms/book/check").status, 200);
}

TEST(booking, tells_the_older_of_two_tabs_that_its_slot_was_replaced) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  const std::string old_key = input_value(visitor.page(), "key");
  hold(visitor, tuesday_morning() + std::chrono::minutes(20));
  fill_in(visitor);
  EXPECT_EQ(visitor.post("/ms/book/submit", {{"declaration", "yes"}, {"key", old_key}}).status, 409);
  EXPECT_EQ(count(house, "appointment"), 0);
  EXPECT_EQ(count(house, "hold WHERE ended_at IS NULL"), 1);
}

TEST(booking, needs_the_forms_token) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  EXPECT_EQ(visitor.post("/ms/book/submit", {{"declaration", "yes"}, {"csrf", "forged"}}).status, 403);
}

TEST(booking_by_json, answers_with_the_reference_and_a_masked_applicant) {
  Installation house;
  const web::Response answer = house.post_json("/api/v1/appointments", serialize(booking()));
  ASSERT_EQ(answer.status, 201) << answer.body;
  const boost::json::object json = json_of(answer);
  EXPECT_EQ(json.at("status"), "booked");
  EXPECT_EQ(json.at("starts_at"), "2026-11-24T08:00:00+08:00");
  EXPECT_EQ(json.at("reference").as_string().size(), 11u);
  EXPECT_FALSE(has(answer.body, "900131145678"));
  EXPECT_FALSE(has(answer.body, "siti@example.com"));
}

TEST(booking_by_json, gives_the_same_key_and_body_the_same_answer_and_refuses_another_body) {
  Installation house;
  const Pairs key{{"idempotency-key", "k-1"}};
  const auto first = house.post_json("/api/v1/appointments", serialize(booking()), key);
  const auto again = house.post_json("/api/v1/appointments", serialize(booking()), key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(first.body, again.body);
  const auto other = house.post_json("/api/v1/appointments", serialize(booking("910131145670")), key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(code_of(other), "idempotency_mismatch");
  EXPECT_EQ(count(house, "appointment"), 1);
}

TEST(booking_by_json, gives_the_same_answer_also_when_the_slot_can_no_longer_be_booked) {
  Installation house;
  const Pairs key{{"idempotency-key", "k-1"}};
  const auto first = house.post_json("/api/v1/appointments", serialize(booking()), key);
  house.clock.set(tuesday_morning() + std::chrono::hours(1));
  const auto again = house.post_json("/api/v1/appointments", serialize(booking()), key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(code_of(house.post_json("/api/v1/appointments", serialize(booking("910131145670")), key)),
            "outside_window");
}

struct Refusal {
  const char* member;
  boost::json::value value;
  int status;
  const char* code;
};

TEST(booking_by_json, refuses_with_a_stable_code) {
  Installation house;
  const std::vector<Refusal> rows{
      {"starts_at", "2026-11-23T16:40:00+08:00", 422, "outside_window"},
      {"starts_at", "2027-03-01T08:00:00+08:00", 422, "outside_window"},
      {"starts_at", "2026-11-28T08:00:00+08:00", 422, "office_closed"},
      {"starts_at", "2026-11-24T08:07:00+08:00", 404, "slot_unknown"},
      {"starts_at", "tomorrow", 422, "invalid"},
      {"office", "NOWHERE", 422, "invalid"},
      {"service", "NOTHING", 422, "invalid"},
      {"seats", 99, 422, "invalid"},
      {"seats", 0, 422, "invalid"},
      {"language", "fr", 422, "invalid"},
      {"hold", "AAAA", 409, "hold_expired"},
  };
  for (const Refusal& row : rows) {
    boost::json::object body = booking();
    body[row.member] = row.value;
    const auto answer = house.post_json("/api/v1/appointments", serialize(body));
    EXPECT_EQ(answer.status, row.status) << row.member << " " << answer.body;
    EXPECT_EQ(code_of(answer), row.code) << row.member;
  }
  EXPECT_EQ(house.post_json("/api/v1/appointments", "[]").status, 400);
  EXPECT_EQ(house.post_json("/api/v1/appointments", "{").status, 400);
  EXPECT_EQ(count(house, "appointment"), 0);
}

TEST(booking_by_json, names_each_field_that_is_wrong) {
  Installation house;
  boost::json::object body = booking("123");
  body["applicant"].as_object().erase("email");
  const auto answer = house.post_json("/api/v1/appointments", serialize(body));
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(has(answer.body, R"({"field":"applicant.document.number","code":"mykad_digits"})"))
      << answer.body;
  EXPECT_TRUE(has(answer.body, R"({"field":"applicant.email","code":"required"})")) << answer.body;
}

TEST(booking_by_json, sells_exactly_the_seats_there_are_and_then_shows_others) {
  Installation house;
  const std::string at = std::to_string(base::to_millis(tuesday_morning()));
  house.change("UPDATE slot SET seats = 2 WHERE starts_at = " + at);
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(booking("900131145678"))).status, 201);
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(booking("910131145670"))).status, 201);
  const auto full = house.post_json("/api/v1/appointments", serialize(booking("920131145671")));
  EXPECT_EQ(full.status, 409);
  EXPECT_EQ(code_of(full), "slot_full");
  EXPECT_FALSE(json_of(full).at("alternatives").as_array().empty());
}

TEST(booking_by_json, takes_over_a_held_seat) {
  Installation house;
  const std::string at = std::to_string(base::to_millis(tuesday_morning()));
  house.change("UPDATE slot SET seats = 1 WHERE starts_at = " + at);
  boost::json::object wish = booking();
  wish.erase("applicant");
  const auto held = house.post_json("/api/v1/holds", serialize(wish));
  ASSERT_EQ(held.status, 201) << held.body;
  EXPECT_EQ(code_of(house.post_json("/api/v1/appointments", serialize(booking()))), "slot_full");
  boost::json::object with_hold = booking();
  with_hold["hold"] = json_of(held).at("hold");
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(with_hold)).status, 201);
}

TEST(booking_by_json, is_limited_by_address) {
  const Pairs one{{"limits.bookings_per_address", "1"}};
  Installation house(one);
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(booking())).status, 201);
  const auto refused = house.post_json("/api/v1/appointments", serialize(booking("910131145670")));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "too_many_requests");
}

}  // namespace
}  // namespace temujanji::features
