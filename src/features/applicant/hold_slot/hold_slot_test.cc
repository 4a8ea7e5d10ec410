#include <gtest/gtest.h>

#include "appointments/sweep.h"
#include "features/target.h"
#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

int taken(Installation& house, base::Instant at) {
  const auto catalogue = house.live.catalogue();
  const auto offer = find_offer(house.live, house.clock.now(), "JHR-HQ", "PASPORT-BAHARUI");
  return house.live.board().find(offer->pool, at)->taken;
}

TEST(holding, keeps_the_seat_and_leads_to_the_details) {
  Installation house;
  Visitor visitor(house);
  const web::Response answer = hold(visitor);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/ms/book/details");
  EXPECT_EQ(taken(house, tuesday_morning()), 1);
  visitor.get("/ms/book/details");
  EXPECT_TRUE(has(visitor.page(), "8:15 pagi")) << visitor.page();
}

TEST(holding, moves_when_the_same_browser_takes_another_slot) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  hold(visitor, tuesday_morning() + std::chrono::minutes(20));
  EXPECT_EQ(taken(house, tuesday_morning()), 0);
  EXPECT_EQ(taken(house, tuesday_morning() + std::chrono::minutes(20)), 1);
}

TEST(holding, shows_other_slots_when_somebody_was_faster) {
  Installation house;
  house.change("UPDATE slot SET seats = 1 WHERE starts_at = " + hold_fields_time(tuesday_morning()));
  Visitor first(house);
  hold(first);
  Visitor second(house);
  EXPECT_EQ(hold(second).status, 409);
  EXPECT_TRUE(has(second.page(), "/ms/book/slots?office=JHR-HQ")) << second.page();
}

TEST(holding, asks_for_a_slot_when_none_was_chosen) {
  Installation house;
  Visitor visitor(house);
  visitor.get("/ms/book/slots?office=JHR-HQ&service=PASPORT-BAHARUI");
  EXPECT_EQ(
      visitor.post("/ms/book/hold", {{"office", "JHR-HQ"}, {"service", "PASPORT-BAHARUI"}, {"seats", "1"}})
          .status,
      422);
}

TEST(holding, refuses_forms_of_other_sites) {
  Installation house;
  const Pairs foreign{{"sec-fetch-site", "cross-site"},
                      {"content-type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(house.call(web::Method::post, "/ms/book/hold", "office=JHR-HQ", foreign).status, 403);
}

TEST(holding, can_be_extended_up_to_the_limit) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  visitor.get("/ms/book/details");
  for (int i = 0; i < 6; ++i) {
    house.clock.advance(std::chrono::minutes(10));
    visitor.follow(visitor.post("/ms/book/extend", {{"return", "details"}}));
  }
  EXPECT_EQ(visitor.get("/ms/book/details").status, 409);
  EXPECT_EQ(house.clock.now(), monday_morning() + std::chrono::minutes(60));
}

TEST(holding, gives_the_seat_back_when_released) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  visitor.get("/ms/book/details");
  EXPECT_EQ(visitor.post("/ms/book/release", {}).status, 303);
  EXPECT_EQ(taken(house, tuesday_morning()), 0);
  EXPECT_EQ(visitor.get("/ms/book/details").status, 409);
}

TEST(holding, ends_by_itself_and_frees_the_seat) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  house.clock.advance(std::chrono::minutes(14));
  EXPECT_EQ(house.engine.run(appointments::ExpireHolds{}), 0);
  house.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(house.engine.run(appointments::ExpireHolds{}), 1);
  EXPECT_EQ(taken(house, tuesday_morning()), 0);
}

TEST(holding, erases_what_was_typed_hours_after_it_ended) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  house.clock.advance(std::chrono::minutes(20));
  house.engine.run(appointments::ExpireHolds{});
  EXPECT_EQ(house.engine.run(appointments::EraseDrafts{std::chrono::hours(2)}), 0);
  house.clock.advance(std::chrono::hours(2));
  EXPECT_EQ(house.engine.run(appointments::EraseDrafts{std::chrono::hours(2)}), 1);
}

TEST(holding_by_json, can_be_released_once_by_its_holder_only) {
  Installation house;
  boost::json::object wish = booking();
  wish.erase("applicant");
  const auto held = house.post_json("/api/v1/holds", serialize(wish));
  ASSERT_EQ(held.status, 201) << held.body;
  const std::string token(json_of(held).at("hold").as_string());
  EXPECT_EQ(json_of(held).at("expires_at"), "2026-11-23T08:15:00+08:00");
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(house.call(web::Method::delete_, "/api/v1/holds/" + forged).status, 404);
  EXPECT_EQ(house.call(web::Method::delete_, "/api/v1/holds/" + token).status, 204);
  EXPECT_EQ(house.call(web::Method::delete_, "/api/v1/holds/" + token).status, 404);
  EXPECT_EQ(taken(house, tuesday_morning()), 0);
}

}  // namespace
}  // namespace temujanji::features
