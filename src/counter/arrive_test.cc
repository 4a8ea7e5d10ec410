#include "counter/arrive.h"

#include <gtest/gtest.h>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using namespace std::chrono_literals;
using domain::Arrival;
using domain::Lane;
using domain::Priority;
using domain::Status;
using domain::TicketState;

TEST(check_in, gives_an_appointment_the_next_number_of_its_pool) {
  TestOffice office;
  const auto first = office.book(1), second = office.book(2, kPassports, 3), other = office.book(1, kPermits);
  const Ticket ticket = office.check_in(first).value();
  EXPECT_EQ(ticket.number, 1);
  EXPECT_EQ(ticket.number_pool, kPassports);
  EXPECT_EQ(ticket.pool, kPassports);
  EXPECT_EQ(ticket.service, kPassport);
  EXPECT_EQ(ticket.appointment, first);
  EXPECT_EQ(ticket.slot, TestOffice::slot_of(kPassports, 1));
  EXPECT_EQ(ticket.state, TicketState::waiting);
  EXPECT_EQ(ticket.arrival, Arrival::on_time);
  EXPECT_EQ(ticket.lane, Lane::appointment);
  EXPECT_EQ(ticket.turn_at, TestOffice::slot_start(1));
  EXPECT_EQ(ticket.issued_at, office.now());
  EXPECT_EQ(domain::to_iso(ticket.on), "2026-11-02");
  const Ticket group = office.check_in(second).value();
  EXPECT_EQ(group.number, 2);
  EXPECT_EQ(group.persons, 3);
  EXPECT_EQ(office.check_in(other)->number, 1);
  EXPECT_EQ(office.count("ticket_event", "kind = 'issued' AND staff = 41"), 3);
}

TEST(check_in, is_early_on_time_or_late_by_the_offices_rule) {
  TestOffice office;
  ASSERT_TRUE(office.house.engine.run(SetRules{kOffice, {false, {30min, 5min}}}).ok());
  const auto on_time = office.book(1), early = office.book(2), late = office.book(1), just = office.book(1);
  EXPECT_EQ(office.check_in(on_time)->arrival, Arrival::on_time);
  EXPECT_EQ(office.check_in(early)->arrival, Arrival::early);
  office.pass(35min);
  EXPECT_EQ(office.check_in(just)->arrival, Arrival::on_time);
  office.pass(1ms);
  const Ticket ticket = office.check_in(late).value();
  EXPECT_EQ(ticket.arrival, Arrival::late);
  EXPECT_EQ(ticket.lane, Lane::open);
  EXPECT_EQ(ticket.turn_at, office.now());
}

TEST(check_in, answers_a_second_scan_with_the_ticket_and_writes_nothing) {
  TestOffice office;
  const auto appointment = office.book(1);
  const Ticket ticket = office.check_in(appointment).value();
  const std::int64_t before = tests::count_rows_written(*office.house.connection);
  const auto again = office.check_in(appointment, Priority::disabled);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.refusal().reason, CheckInRefusal::already_here);
  EXPECT_EQ(again.refusal().ticket->id, ticket.id);
  EXPECT_EQ(tests::count_rows_written(*office.house.connection), before);
  EXPECT_EQ(office.count("ticket"), 1);
}

TEST(check_in, says_where_and_when_an_appointment_is_that_is_not_here_today) {
  TestOffice office;
  EXPECT_EQ(office.check_in(domain::AppointmentId{5}).refusal().reason, CheckInRefusal::unknown);
  const auto elsewhere = office.book(3, kElsewhere), today = office.book(3);
  const auto at_other = office.check_in(elsewhere);
  EXPECT_EQ(at_other.refusal().reason, CheckInRefusal::other_office);
  EXPECT_EQ(at_other.refusal().office, kOtherOffice);
  office.pass(24h);
  const auto yesterday = office.check_in(today);
  EXPECT_EQ(yesterday.refusal().reason, CheckInRefusal::other_day);
  EXPECT_EQ(yesterday.refusal().starts_at, TestOffice::slot_start(3));
  EXPECT_EQ(office.count("ticket"), 0);
}

TEST(check_in, is_refused_for_an_appointment_that_does_not_live) {
  TestOffice office;
  for (const char* status : {"displaced", "attended", "missed", "cancelled_by_applicant"}) {
    const auto appointment = office.book(1);
    office.house.change("UPDATE appointment SET status = '" + std::string(status) +
                        "' WHERE id = " + std::to_string(appointment.value));
    const auto refused = office.check_in(appointment);
    EXPECT_EQ(refused.refusal().reason, CheckInRefusal::not_live) << status;
    EXPECT_EQ(domain::to_text(refused.refusal().status), status);
  }
}

TEST(check_in, puts_whoever_has_a_priority_into_the_priority_lane) {
  TestOffice office;
  for (const Priority priority : {Priority::disabled, Priority::elderly, Priority::pregnant}) {
    const Ticket ticket = office.check_in(office.book(1), priority).value();
    EXPECT_EQ(ticket.priority, priority);
    EXPECT_EQ(ticket.lane, Lane::priority);
  }
}

TEST(check_in, gives_no_number_above_999) {
  TestOffice office;
  const auto first = office.book(1), second = office.book(1);
  const Ticket ticket = office.check_in(first).value();
  office.house.change("UPDATE ticket SET number = 999 WHERE id = " + std::to_string(ticket.id.value));
  EXPECT_EQ(office.check_in(second).refusal().reason, CheckInRefusal::numbers_used_up);
}

TEST(check_in, begins_with_one_on_every_day) {
  TestOffice office;
  office.allow_walk_ins();
  EXPECT_EQ(office.walk_in().number, 1);
  EXPECT_EQ(office.walk_in().number, 2);
  office.pass(16h - 1ms);
  EXPECT_EQ(office.walk_in().number, 3);
  office.pass(1ms);
  const Ticket next_day = office.walk_in();
  EXPECT_EQ(next_day.number, 1);
  EXPECT_EQ(domain::to_iso(next_day.on), "2026-11-03");
}

TEST(walk_in, gets_a_number_only_where_the_office_allows_it) {
  TestOffice office;
  const auto ask = [&](domain::ServiceId service, int persons) {
    return office.house.engine.run(IssueWalkIn{office.day(), service, persons, Priority::none, kAli});
  };
  EXPECT_EQ(ask(kPassport, 1).refusal(), WalkInRefusal::not_allowed);
  office.allow_walk_ins();
  const Ticket ticket = ask(kPermit, 3).value();
  EXPECT_EQ(ticket.pool, kPermits);
  EXPECT_EQ(ticket.persons, 3);
  EXPECT_EQ(ticket.lane, Lane::open);
  EXPECT_EQ(ticket.turn_at, office.now());
  EXPECT_FALSE(ticket.arrival.has_value());
  EXPECT_FALSE(ticket.appointment);
  EXPECT_EQ(ask(kNotOffered, 1).refusal(), WalkInRefusal::not_offered);
  EXPECT_EQ(ask(kPassport, 0).refusal(), WalkInRefusal::persons);
  EXPECT_EQ(ask(kPassport, 4).refusal(), WalkInRefusal::persons);
}

class CancelLateTest : public testing::Test {
 protected:
  CancelLate::Outcome cancel(int version) {
    return office.house.engine.run(
        CancelLate{office.day(), appointment, TestOffice::slot_of(kPassports, 1), version, kAli});
  }
  std::int64_t taken() { return office.house.number("SELECT taken FROM slot WHERE id = 701"); }

  TestOffice office;
  const domain::AppointmentId appointment = office.book(1);
};

TEST_F(CancelLateTest, ends_the_ticket_and_the_appointment_and_frees_its_seats) {
  office.pass(30min + 1ms);
  const Ticket ticket = office.check_in(appointment).value();
  EXPECT_EQ(taken(), 1);
  EXPECT_EQ(cancel(ticket.version).value(), Status::cancelled_by_department);
  EXPECT_EQ(taken(), 0);
  EXPECT_EQ(office.reread(ticket).state, TicketState::cancelled);
  EXPECT_EQ(office.count("appointment_event",
                         "kind = 'cancelled_by_department' AND detail = 'late' AND actor = 'staff:41'"),
            1);
  EXPECT_EQ(office.count("outbox", "kind = 'cancelled_by_department'"), 1);
  EXPECT_EQ(cancel(ticket.version + 1).refusal(), CancelLateRefusal::wrong_state);
}

TEST_F(CancelLateTest, needs_no_ticket_but_the_offices_time) {
  office.pass(30min);
  EXPECT_EQ(cancel(0).refusal(), CancelLateRefusal::not_late);
  office.pass(1ms);
  EXPECT_EQ(cancel(0).value(), Status::cancelled_by_department);
  EXPECT_EQ(office.count("ticket"), 0);
}

TEST_F(CancelLateTest, spares_who_came_in_time_and_still_waits) {
  const Ticket ticket = office.check_in(appointment).value();
  office.pass(3h);
  EXPECT_EQ(cancel(ticket.version).refusal(), CancelLateRefusal::not_late);
  EXPECT_EQ(office.count(Status::booked), 1);
}

TEST_F(CancelLateTest, is_refused_when_the_ticket_is_another_than_was_seen) {
  office.pass(31min);
  const Ticket ticket = office.check_in(appointment).value();
  EXPECT_EQ(cancel(0).refusal(), CancelLateRefusal::changed_meanwhile);
  EXPECT_EQ(cancel(ticket.version + 1).refusal(), CancelLateRefusal::changed_meanwhile);
  office.open("1", kAli);
  const Ticket served = office.act<Start>(office.call_next().value()).value();
  EXPECT_EQ(cancel(served.version).refusal(), CancelLateRefusal::wrong_state);
}

}  // namespace
}  // namespace temujanji::counter
