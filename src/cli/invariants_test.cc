#include <gtest/gtest.h>

#include "cli/doctor.h"
#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

void expect_whole(Installation& house) {
  const auto connection = house.database->connect(storage::Access::read);
  for (const cli::Finding& finding : cli::examine(*connection, house.clock.now(), house.keys.public_key())) {
    EXPECT_EQ(finding.violations, 0u) << finding.check;
  }
}

TEST(invariants, hold_after_people_held_booked_confirmed_and_cancelled) {
  Installation house;
  for (const char* mykad : {"900131-14-5678", "910131-14-5670", "920131-14-5671"}) {
    Visitor visitor(house);
    book(visitor, mykad);
    visitor.get("/ms/appointment/confirm");
    visitor.post("/ms/appointment/confirm", {});
  }
  Visitor gives_up(house);
  book(gives_up, "930131-14-5672");
  gives_up.get("/ms/appointment/cancel");
  gives_up.post("/ms/appointment/cancel", {{"reason", "other"}});
  Visitor holder(house);
  hold(holder);
  expect_whole(house);
}

}  // namespace
}  // namespace temujanji::features
