#include "appointments/change_status.h"

#include <gtest/gtest.h>

#include "tests/support/test_counter.h"

namespace temujanji::appointments {
namespace {

using domain::LifeCycleRefusal;
using domain::Status;

template <Status kNext>
base::Result<Status, LifeCycleRefusal> become(Status, base::Instant, base::Instant) {
  return kNext;
}

class ChangeStatusTest : public testing::Test {
 protected:
  ChangeStatusTest() {
    BookRequest request;
    request.id = kId;
    request.reference = "REFERENCE";
    request.slot = kThreeSeats;
    request.service = kPassport;
    request.seats = 2;
    request.person = "sealed";
    request.actor = "applicant";
    counter.decide({TakeSeats{request}});
  }

  base::Result<Status, LifeCycleRefusal> change(StatusRule rule, domain::AppointmentId id = kId) {
    const StatusChange wanted{id, "operator", "flood"};
    return counter.in_transaction([&](engine::Scope& scope) { return change_status(scope, wanted, rule); });
  }
  std::int64_t count(Status status) {
    return counter.count("appointment", "status = '" + std::string(domain::to_text(status)) + "'");
  }

  static constexpr domain::AppointmentId kId{10};
  TestCounter counter;
};
using ChangeStatusDeath = ChangeStatusTest;

TEST_F(ChangeStatusTest, writes_the_status_an_event_and_a_mail) {
  EXPECT_EQ(change(domain::confirm).value(), Status::confirmed);
  EXPECT_EQ(count(Status::confirmed), 1);
  EXPECT_EQ(counter.count("appointment_event",
                          "appointment_id = 10 AND kind = 'confirmed' AND actor = 'operator' AND "
                          "detail = 'flood' AND at = " +
                              std::to_string(base::to_millis(counter.now()))),
            1);
  EXPECT_EQ(counter.count("outbox",
                          "kind = 'confirmed' AND status = 'waiting' AND event_id = "
                          "(SELECT max(id) FROM appointment_event)"),
            1);
  EXPECT_TRUE(counter.events.mail_queued);
}

TEST_F(ChangeStatusTest, writes_nothing_where_the_status_is_the_same) {
  (void)change(domain::confirm);
  const auto before = counter.writes();
  EXPECT_EQ(change(domain::confirm).value(), Status::confirmed);
  EXPECT_EQ(counter.writes(), before);
  EXPECT_FALSE(counter.events.mail_queued);
}

TEST_F(ChangeStatusTest, writes_nothing_where_the_rule_refuses) {
  (void)change(domain::cancel_by_applicant);
  const auto before = counter.writes();
  EXPECT_EQ(change(domain::cancel_by_applicant).refusal(), LifeCycleRefusal::wrong_state);
  EXPECT_EQ(change(domain::confirm).refusal(), LifeCycleRefusal::wrong_state);
  EXPECT_EQ(counter.writes(), before);
  EXPECT_TRUE(counter.events.seats.empty());
  EXPECT_FALSE(counter.events.mail_queued);
}

TEST_F(ChangeStatusTest, tells_the_rule_when_the_slot_begins_and_what_time_it_is) {
  counter.house.clock.advance(std::chrono::hours(25));
  EXPECT_EQ(change(domain::cancel_by_applicant).refusal(), LifeCycleRefusal::too_late);
  counter.house.clock.advance(std::chrono::milliseconds(-1));
  EXPECT_EQ(change(domain::cancel_by_applicant).value(), Status::cancelled_by_applicant);
}

TEST_F(ChangeStatusTest, gives_all_its_seats_back_when_an_appointment_no_longer_lives) {
  EXPECT_EQ(counter.taken(kThreeSeats), 2);
  (void)change(domain::cancel_by_applicant);
  EXPECT_EQ(counter.taken(kThreeSeats), 0);
  ASSERT_EQ(counter.events.seats.size(), 1u);
  EXPECT_EQ(counter.events.seats[0].pool_id, 7);
  EXPECT_EQ(counter.events.seats[0].slot_id, kThreeSeats.value);
  EXPECT_EQ(counter.events.seats[0].seats, 3);
  EXPECT_EQ(counter.events.seats[0].taken, 0);
}

TEST_F(ChangeStatusTest, keeps_the_seats_while_an_appointment_lives) {
  for (const StatusRule rule : {StatusRule(domain::confirm), StatusRule(become<Status::displaced>),
                                StatusRule(become<Status::booked>)}) {
    EXPECT_TRUE(change(rule).ok());
    EXPECT_EQ(counter.taken(kThreeSeats), 2);
    EXPECT_TRUE(counter.events.seats.empty());
  }
}

TEST_F(ChangeStatusTest, gives_seats_back_only_once) {
  EXPECT_TRUE(change(become<Status::missed>).ok());
  EXPECT_EQ(counter.taken(kThreeSeats), 0);
  EXPECT_TRUE(change(become<Status::attended>).ok());
  EXPECT_EQ(counter.taken(kThreeSeats), 0);
  EXPECT_TRUE(counter.events.seats.empty());
}

TEST_F(ChangeStatusTest, is_a_fault_for_an_appointment_that_is_not_there) {
  EXPECT_THROW((void)change(domain::confirm, domain::AppointmentId{11}), base::Fault);
  EXPECT_EQ(count(Status::booked), 1);
}

TEST_F(ChangeStatusDeath, takes_no_way_that_the_life_cycle_does_not_know) {
  (void)change(domain::cancel_by_applicant);
  // The engine of the house has a thread of its own.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)change(become<Status::booked>), "may_become");
}

}  // namespace
}  // namespace temujanji::appointments
