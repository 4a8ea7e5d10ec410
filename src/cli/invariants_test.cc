#include <gtest/gtest.h>

#include "audit/sealer.h"
#include "cli/doctor.h"
#include "counter/close_day.h"
#include "reports/keep_days.h"
#include "tests/support/booking.h"
#include "tests/support/test_office.h"

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

TEST(invariants, hold_after_a_day_at_the_counters) {
  using counter::Served;
  counter::TestOffice office;
  office.open("1", counter::kAli);
  // Served, on the way, called in vain, waiting to the end, not there, cancelled for being late.
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(office.check_in(office.book(1 + i)).ok());
  const Served first = office.act<counter::Start>(office.call_next().value());
  ASSERT_TRUE(office.finish(*first, "K-1").ok());
  const Served second = office.act<counter::Start>(office.call_next().value());
  ASSERT_TRUE(office.transfer(*second, counter::ToPool{counter::kPermits}).ok());
  ASSERT_TRUE(office.act<counter::MarkAbsent>(office.call_next().value()).ok());
  office.book(6);
  const auto late = office.book(1);
  office.pass(std::chrono::hours(1));
  ASSERT_TRUE(
      office.house.engine
          .run(counter::CancelLate{office.day(), late, counter::TestOffice::slot_of(counter::kPassports, 1),
                                   0, counter::kAli})
          .ok());
  const counter::Day day = office.day();
  office.house.clock.set(day.to);
  const counter::ClosedDay closed = office.house.engine.run(counter::CloseDay{day});
  EXPECT_EQ(closed.missed, 2);
  EXPECT_EQ(closed.not_served, 2);
  EXPECT_EQ(reports::count_days(office.house.engine, *office.house.connection, *office.house.catalogue(), 1),
            1);
  const auto keys = base::KeyRing::ephemeral();
  const tests::TestFolder folder;
  audit::Sealer sealer(office.house.engine, office.house.clock, keys,
                       audit::HeadsFile(folder.path() / "audit-heads.log"));
  EXPECT_GT(sealer.round(*office.house.connection), 10u);
  for (const cli::Finding& finding :
       cli::examine(*office.house.connection, office.now(), keys.public_key())) {
    EXPECT_EQ(finding.violations, 0u) << finding.check;
  }
}

}  // namespace
}  // namespace temujanji::features
