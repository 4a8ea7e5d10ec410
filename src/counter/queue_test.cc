#include "counter/queue.h"

#include <gtest/gtest.h>

#include "counter/day_sheet.h"
#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using namespace std::chrono_literals;
using domain::Priority;
using domain::TicketState;
using domain::WaitRange;

std::optional<Standing> standing(TestOffice& office, const Ticket& ticket) {
  return standing_of(office.queue(), ticket.id, office.now());
}

class QueueTest : public testing::Test {
 protected:
  QueueTest() { office.allow_walk_ins(); }
  TestOffice office;
};

TEST_F(QueueTest, tells_everybody_how_many_are_ahead_and_that_nobody_knows_while_all_is_closed) {
  const Ticket first = office.walk_in(), second = office.walk_in();
  const Ticket priority = office.walk_in(kPassport, Priority::elderly);
  EXPECT_EQ(standing(office, priority)->ahead, 0);
  EXPECT_EQ(standing(office, first)->ahead, 1);
  EXPECT_EQ(standing(office, second)->ahead, 2);
  EXPECT_EQ(standing(office, second)->wait, std::nullopt);
}

TEST_F(QueueTest, estimates_the_wait_of_who_waits) {
  office.open("1", kAli);
  const Ticket first = office.walk_in();
  EXPECT_EQ(standing(office, first)->wait, (WaitRange{0, 0}));
  ASSERT_TRUE(office.act<Start>(office.call_next().value()).ok());
  const Ticket second = office.walk_in(), third = office.walk_in();
  EXPECT_EQ(standing(office, second)->wait, (WaitRange{0, 20}));
  EXPECT_EQ(standing(office, third)->wait, (WaitRange{0, 60}));
  office.open("2", kMei);
  EXPECT_EQ(standing(office, third)->wait, (WaitRange{0, 20}));
  EXPECT_EQ(standing(office, first), std::nullopt);
}

TEST_F(QueueTest, learns_the_pace_from_the_last_services) {
  office.open("1", kAli);
  for (int i = 0; i < 6; ++i) {
    office.walk_in();
    const Ticket serving = office.act<Start>(office.call_next().value()).value();
    office.pass(40min);
    ASSERT_TRUE(office.finish(serving).ok());
  }
  for (int i = 0; i < 4; ++i) office.walk_in();
  const Ticket last = office.walk_in();
  // (60 + 240) / (60 + 120) of four times 20 minutes, and as much again either way over the square root.
  EXPECT_EQ(standing(office, last)->wait, (WaitRange{65, 200}));
}

TEST_F(QueueTest, shares_a_counter_among_the_pools_that_wait_for_it) {
  office.open("1", kAli, {kPassports, kPermits});
  for (int i = 0; i < 4; ++i) office.walk_in();
  const Ticket last = office.walk_in();
  EXPECT_EQ(standing(office, last)->wait, (WaitRange{40, 120}));
  office.walk_in(kPermit);
  EXPECT_EQ(standing(office, last)->wait, (WaitRange{80, 240}));
}

TEST_F(QueueTest, shows_called_numbers_latest_first_and_pools_with_waits) {
  office.open("1", kAli);
  office.open("2", kMei, {kPassports, kPermits});
  const Ticket first = office.walk_in(), second = office.walk_in();
  office.walk_in();
  office.pass(1min);
  office.walk_in(kPermit);
  ASSERT_TRUE(office.act<Start>(office.call_next("1").value()).ok());
  office.pass(1min);
  ASSERT_TRUE(office.call_next("2").ok());
  const Display display = display_of(office.queue(), office.now());
  ASSERT_EQ(display.called.size(), 2u);
  EXPECT_EQ(display.called[0].number, second.number);
  EXPECT_EQ(display.called[0].counter, "2");
  EXPECT_EQ(display.called[0].state, TicketState::called);
  EXPECT_EQ(display.called[1].number, first.number);
  EXPECT_EQ(display.called[1].state, TicketState::serving);
  ASSERT_EQ(display.pools.size(), 2u);
  EXPECT_EQ(display.pools[0].pool, kPassports);
  EXPECT_EQ(display.pools[0].waiting, 1);
  EXPECT_EQ(display.pools[0].counters, 2);
  EXPECT_TRUE(display.pools[0].wait.has_value());
  EXPECT_EQ(display.pools[1].pool, kPermits);
  EXPECT_EQ(display.pools[1].waiting, 1);
  EXPECT_EQ(display.pools[1].counters, 1);
}

TEST_F(QueueTest, shows_the_officer_in_which_order_the_counter_will_call) {
  office.open("1", kAli);
  office.open("2", kMei, {kPassports, kPermits});
  for (int i = 0; i < 3; ++i) office.walk_in();
  office.walk_in(kPermit);
  const Ticket absent = office.act<MarkAbsent>(office.call_next("1").value()).value();
  const Ticket sent = office.transfer(office.call_next("1").value(), ToCounter{"2"}).value();
  const Queue queue = office.queue();
  EXPECT_EQ(queue.entries.size(), 4u);
  EXPECT_EQ(queue.entries.front().ticket.id, absent.id);
  EXPECT_EQ(waiting_for(queue, kPassports, office.now()).size(), 1u);
  const auto first = waiting_for(queue, queue.counters[0], office.now());
  const auto second = waiting_for(queue, queue.counters[1], office.now());
  EXPECT_EQ(first.size(), 1u);
  ASSERT_EQ(second.size(), 3u);
  EXPECT_EQ(office.call_next("2")->id, second.front()->ticket.id);
  EXPECT_EQ(standing(office, sent).has_value(), second.front()->ticket.id != sent.id);
}

TEST_F(QueueTest, keeps_the_day_before_out) {
  office.open("1", kAli);
  office.walk_in();
  office.pass(24h);
  const Queue queue = office.queue();
  EXPECT_TRUE(queue.entries.empty());
  EXPECT_TRUE(queue.counters.empty());
  EXPECT_TRUE(display_of(queue, office.now()).pools.empty());
}

TEST(ticket_of, is_the_appointments_own_on_that_day) {
  TestOffice office;
  const auto appointment = office.book(1);
  EXPECT_EQ(find_ticket_of(*office.house.connection, appointment, office.day().on), std::nullopt);
  const Ticket ticket = office.check_in(appointment).value();
  EXPECT_EQ(find_ticket_of(*office.house.connection, appointment, office.day().on)->id, ticket.id);
  EXPECT_EQ(find_ticket_of(*office.house.connection, appointment, domain::plus_days(office.day().on, 1)),
            std::nullopt);
}

TEST(day_sheet, lists_the_days_appointments_with_persons_and_numbers_by_time) {
  TestOffice office;
  const auto later = office.book(3, kPermits, 2), sooner = office.book(1);
  office.book(1, kElsewhere);
  const Ticket ticket = office.check_in(sooner).value();
  const auto sheet = list_day_sheet(*office.house.connection, office.keys, office.day());
  ASSERT_EQ(sheet.size(), 2u);
  EXPECT_EQ(sheet[0].appointment, sooner);
  EXPECT_EQ(sheet[0].starts_at, TestOffice::slot_start(1));
  EXPECT_EQ(sheet[0].minutes, 30);
  EXPECT_EQ(sheet[0].person.name, "Siti 2");
  ASSERT_TRUE(sheet[0].number.has_value());
  EXPECT_EQ(sheet[0].number->ticket, ticket.id);
  EXPECT_EQ(sheet[0].number->number, 1);
  EXPECT_EQ(sheet[0].number->state, TicketState::waiting);
  EXPECT_EQ(sheet[1].appointment, later);
  EXPECT_EQ(sheet[1].service, kPermit);
  EXPECT_EQ(sheet[1].seats, 2);
  EXPECT_EQ(sheet[1].status, domain::Status::booked);
  EXPECT_FALSE(sheet[1].number.has_value());
  EXPECT_TRUE(
      list_day_sheet(*office.house.connection, office.keys, day_at(kOffice, office.zone, office.now() + 24h))
          .empty());
  const base::KeyRing others = base::KeyRing::ephemeral();
  EXPECT_THROW((void)list_day_sheet(*office.house.connection, others, office.day()), base::Fault);
}

}  // namespace
}  // namespace temujanji::counter
