#include <gtest/gtest.h>

#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

TEST(details, show_each_mistake_beside_its_field_and_keep_what_was_typed) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  visitor.get("/ms/book/details");
  Pairs typed = citizen("900230-14-5678");
  typed[0].second = "<Siti> & \"Ali\"";
  typed[3].second = "siti@";
  EXPECT_EQ(visitor.post("/ms/book/details", typed).status, 422);
  EXPECT_TRUE(has(visitor.page(), "id=\"applicant.document.number-error\"")) << visitor.page();
  EXPECT_TRUE(has(visitor.page(), "id=\"applicant.email-error\""));
  EXPECT_EQ(input_value(visitor.page(), "applicant.email"), "siti@");
  EXPECT_TRUE(has(visitor.page(), "&lt;Siti&gt; &amp; &quot;Ali&quot;"));
}

TEST(details, are_asked_only_with_a_held_slot) {
  Installation house;
  Visitor visitor(house);
  EXPECT_EQ(visitor.get("/ms/book/details").status, 409);
  EXPECT_EQ(visitor.get("/ms/book/documents").status, 409);
  EXPECT_EQ(visitor.get("/ms/book/check").status, 409);
}

TEST(details, must_be_complete_before_the_answers_are_checked) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  const auto answer = visitor.get("/ms/book/check");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/ms/book/details");
}

TEST(details, are_kept_when_they_are_sent_after_the_hold_ended) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  visitor.get("/ms/book/details");
  house.clock.advance(std::chrono::minutes(16));
  EXPECT_EQ(visitor.post("/ms/book/details", citizen()).status, 409);
  hold(visitor);
  visitor.get("/ms/book/details");
  EXPECT_EQ(input_value(visitor.page(), "applicant.name"), "Siti Aminah binti Ali");
}

TEST(details, are_kept_half_typed_when_more_time_is_asked_for) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  visitor.get("/ms/book/details");
  house.clock.advance(std::chrono::minutes(5));
  visitor.follow(visitor.post("/ms/book/extend", {{"applicant.name", "Siti"}, {"applicant.email", ""}}));
  EXPECT_EQ(input_value(visitor.page(), "applicant.name"), "Siti");
  EXPECT_TRUE(has(visitor.page(), "8:20 pagi"));
}

TEST(details, lie_sealed_in_the_database) {
  Installation house;
  Visitor visitor(house);
  hold(visitor);
  fill_in(visitor);
  const auto connection = house.database->connect(storage::Access::read);
  static constexpr storage::Statement drafts{"drafts", "SELECT draft FROM hold", ""};
  storage::Rows rows = connection->query(drafts);
  ASSERT_TRUE(rows.next());
  EXPECT_GT(rows.blob(0).size(), 100u);
  EXPECT_FALSE(has(rows.blob(0), "Siti"));
}

}  // namespace
}  // namespace temujanji::features
