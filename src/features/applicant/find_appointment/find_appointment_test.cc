#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/reference.h"
#include "features/composer.h"
#include "features/lookup.h"
#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

/// An appointment made through JSON; its reference.
std::string make_appointment(Installation& house) {
  const auto answer = house.post_json("/api/v1/appointments", serialize(booking()));
  EXPECT_EQ(answer.status, 201) << answer.body;
  return std::string(json_of(answer).at("reference").as_string());
}

std::string question(const std::string& reference, const std::string& number = "900131-14-5678") {
  return serialize(boost::json::object{{"reference", reference}, {"document_number", number}});
}

web::Response look_up(Visitor& visitor, const std::string& reference, const std::string& number) {
  visitor.get("/ms/appointment");
  return visitor.post("/ms/appointment", {{"reference", reference}, {"document_number", number}});
}

TEST(finding, shows_the_masked_appointment_and_its_history) {
  Installation house;
  Visitor visitor(house);
  const std::string reference = make_appointment(house);
  visitor.follow(look_up(visitor, base::to_lower(domain::display_reference(reference)), "900131 14 5678"));
  EXPECT_TRUE(has(visitor.page(), "S*** A***** b**** A**")) << visitor.page();
  EXPECT_TRUE(has(visitor.page(), "Temujanji ditempah"));
  EXPECT_FALSE(has(visitor.page(), "Siti"));
  EXPECT_FALSE(has(visitor.page(), "siti@example.com"));
}

TEST(finding, answers_a_wrong_number_like_an_unknown_reference) {
  Installation house;
  Visitor visitor(house);
  const std::string reference = make_appointment(house);
  const auto wrong = look_up(visitor, reference, "900131-14-5679");
  const auto unknown = look_up(visitor, domain::make_reference(12345), "900131-14-5678");
  EXPECT_EQ(wrong.status, 404);
  EXPECT_EQ(unknown.status, 404);
  const auto wrong_json = house.post_json("/api/v1/appointments/lookup", question(reference, "1"));
  const auto unknown_json =
      house.post_json("/api/v1/appointments/lookup", question(domain::make_reference(7)));
  EXPECT_EQ(wrong_json.status, 404);
  EXPECT_EQ(wrong_json.body, unknown_json.body);
}

TEST(finding, stops_guessing_also_where_all_tries_come_at_once) {
  Installation house;
  const std::string reference = make_appointment(house);
  web::Request request;
  request.executor = &house.executor;
  int waiting = 8;
  int told = 0;
  bool all_answered = false;
  const auto note = [&](auto ended) {
    told += ended.take().ok() ? 1 : 0;
    all_answered = --waiting == 0;
  };
  for (int i = 1; i <= 8; ++i)
    base::start(look_up(house.app, request, reference, i < 8 ? "1" : "900131-14-5678"), note);
  house.executor.run_until(all_answered);
  EXPECT_EQ(told, 0);
}

TEST(finding, stops_guessing_after_five_wrong_numbers) {
  Installation house;
  const std::string reference = make_appointment(house);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(house.post_json("/api/v1/appointments/lookup", question(reference, "1")).status, 404);
  }
  const auto stopped = house.post_json("/api/v1/appointments/lookup", question(reference));
  EXPECT_EQ(stopped.status, 429);
  house.clock.advance(std::chrono::hours(3));
  EXPECT_EQ(house.post_json("/api/v1/appointments/lookup", question(reference)).status, 200);
}

TEST(finding, keeps_what_was_typed_and_asks_for_what_is_missing) {
  Installation house;
  Visitor visitor(house);
  EXPECT_EQ(look_up(visitor, "K7M2", "").status, 422);
  EXPECT_EQ(input_value(visitor.page(), "reference"), "K7M2");
  EXPECT_TRUE(has(visitor.page(), "document_number-error"));
}

TEST(finding, gives_slip_and_calendar_only_to_who_proved_who_they_are) {
  Installation house;
  Visitor visitor(house);
  const std::string reference = make_appointment(house);
  for (const char* path : {"view", "slip", "slip.pdf", "calendar.ics", "confirm", "cancel"}) {
    const auto answer = visitor.get("/ms/appointment/" + std::string(path));
    EXPECT_EQ(answer.status, 303) << path;
    EXPECT_EQ(answer.header("Location"), "/ms/appointment") << path;
  }
  look_up(visitor, reference, "900131145678");
  EXPECT_TRUE(visitor.get("/ms/appointment/slip.pdf").body.starts_with("%PDF"));
  EXPECT_TRUE(has(visitor.get("/ms/appointment/calendar.ics").body, "BEGIN:VEVENT"));
  EXPECT_TRUE(has(visitor.get("/ms/appointment/slip").body, domain::display_reference(reference)));
  house.clock.advance(std::chrono::minutes(31));
  EXPECT_EQ(visitor.get("/ms/appointment/view").status, 303);
}

TEST(finding_by_json, answers_slip_and_calendar) {
  Installation house;
  const std::string reference = make_appointment(house);
  const std::string path = "/api/v1/appointments/" + reference;
  const auto slip = house.post_json(path + "/slip", question(reference));
  EXPECT_EQ(slip.content_type, "application/pdf");
  EXPECT_TRUE(slip.body.starts_with("%PDF"));
  EXPECT_TRUE(
      house.post_json(path + "/calendar", question(reference)).content_type.starts_with("text/calendar"));
}

TEST(confirming, is_shown_and_can_be_repeated) {
  Installation house;
  Visitor visitor(house);
  look_up(visitor, make_appointment(house), "900131145678");
  visitor.get("/ms/appointment/confirm");
  visitor.follow(visitor.post("/ms/appointment/confirm", {}));
  EXPECT_TRUE(has(visitor.page(), "Disahkan")) << visitor.page();
  visitor.get("/ms/appointment/confirm");
  EXPECT_FALSE(has(visitor.page(), "action=\"/ms/appointment/confirm\""));
}

TEST(confirming_by_json, is_refused_once_the_appointment_has_begun) {
  Installation house;
  const std::string reference = make_appointment(house);
  const std::string path = "/api/v1/appointments/" + reference + "/confirm";
  EXPECT_EQ(json_of(house.post_json(path, question(reference))).at("status"), "confirmed");
  house.clock.set(tuesday_morning());
  EXPECT_EQ(code_of(house.post_json(path, question(reference))), "too_late");
}

TEST(cancelling, asks_for_a_reason_then_frees_the_seat_at_once) {
  Installation house;
  Visitor visitor(house);
  look_up(visitor, make_appointment(house), "900131145678");
  visitor.get("/ms/appointment/cancel");
  EXPECT_EQ(visitor.post("/ms/appointment/cancel", {}).status, 422);
  EXPECT_EQ(visitor.post("/ms/appointment/cancel", {{"reason", "<b>"}}).status, 422);
  visitor.follow(visitor.post("/ms/appointment/cancel", {{"reason", "plans_changed"}}));
  EXPECT_TRUE(has(visitor.page(), "Dibatalkan")) << visitor.page();
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(booking())).status, 201);
}

TEST(cancelling_by_json, is_refused_in_the_wrong_state_and_too_late) {
  Installation house;
  const std::string reference = make_appointment(house);
  const std::string path = "/api/v1/appointments/" + reference + "/cancel";
  EXPECT_EQ(json_of(house.post_json(path, question(reference))).at("status"), "cancelled_by_applicant");
  EXPECT_EQ(code_of(house.post_json(path, question(reference))), "wrong_state");
  const std::string other = make_appointment(house);
  house.clock.set(tuesday_morning());
  const auto late = house.post_json("/api/v1/appointments/" + other + "/cancel", question(other));
  EXPECT_EQ(code_of(late), "too_late");
}

TEST(rescheduling_check, tells_that_nothing_was_moved_and_what_was_displaced) {
  Installation house;
  Visitor visitor(house);
  const std::string reference = make_appointment(house);
  visitor.get("/en/rescheduling");
  visitor.post("/en/rescheduling", {{"reference", reference}, {"document_number", "900131145678"}});
  EXPECT_TRUE(has(visitor.page(), "card--good")) << visitor.page();
  house.change("UPDATE appointment SET status = 'displaced'");
  visitor.post("/en/rescheduling", {{"reference", reference}, {"document_number", "900131145678"}});
  EXPECT_TRUE(has(visitor.page(), "card--warn")) << visitor.page();
}

TEST(letters, are_written_for_every_event_with_the_events_own_id) {
  Installation house;
  make_appointment(house);
  const auto connection = house.database->connect(storage::Access::read);
  const auto compose = make_composer(desk_of(house.app), house.clock, "test");
  static constexpr storage::Statement all{"all", "SELECT event_id, appointment_id, kind FROM outbox", ""};
  notify::OutboxRow row;
  {
    storage::Rows rows = connection->query(all);
    ASSERT_TRUE(rows.next());
    row = {rows.integer(0), rows.integer(1), rows.string(2), 0};
  }
  const auto mail = compose(*connection, row);
  ASSERT_TRUE(mail.has_value());
  EXPECT_EQ(mail->to, "siti@example.com");
  EXPECT_TRUE(mail->message_id.starts_with("<" + std::to_string(row.event_id) + ".test@"));
  EXPECT_EQ(mail->attachments.size(), 2u);
  EXPECT_FALSE(compose(*connection, {1, 999, "booked", 0}).has_value());
}

}  // namespace
}  // namespace temujanji::features
