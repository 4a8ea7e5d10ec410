#include "counter/close_day.h"

#include <gtest/gtest.h>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using namespace std::chrono_literals;
using domain::Status;
using domain::TicketState;

/// The clock of a TestOffice begins at 08:00; the last slot ends at 17:00.
constexpr auto kUntilFive = 9h;
constexpr auto kUntilMidnight = 16h;

ClosedDay close(TestOffice& office, int at_most = 500) {
  return office.house.engine.run(
      CloseDay{day_on(kOffice, office.zone, office.zone.date_at(office.now() - 1h)), at_most});
}

std::vector<std::string> due(TestOffice& office) {
  std::vector<std::string> days;
  const auto catalogue = office.house.catalogue();
  for (const CloseDay& command : list_days_to_close(*office.house.connection, *catalogue, office.now()))
    days.push_back(catalogue->find_office(command.day.office)->code + " " + domain::to_iso(command.day.on));
  return days;
}
using Days = std::vector<std::string>;

ClosedDay close_all(TestOffice& office) {
  return close_days(office.house.engine, *office.house.connection, *office.house.catalogue(), office.now());
}

TEST(close_day, notes_who_did_not_come_and_who_was_called_in_vain) {
  TestOffice office;
  office.open("1", kAli);
  office.book(1, kPassports, 2);
  office.book(2, kPermits);
  office.house.change("UPDATE appointment SET status = 'confirmed' WHERE slot_id = 802");
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  ASSERT_TRUE(office.act<MarkAbsent>(office.call_next().value()).ok());
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  const Ticket called = office.call_next().value();
  office.house.change("DELETE FROM open_counter");
  office.pass(kUntilFive);
  const ClosedDay closed = close(office);
  EXPECT_EQ(closed.missed, 4);
  EXPECT_EQ(closed.not_served, 0);
  EXPECT_EQ(closed.tickets, 1);
  EXPECT_EQ(office.count(Status::missed), 4);
  EXPECT_EQ(office.reread(called).state, TicketState::absent);
  EXPECT_EQ(office.count("slot", "taken > 0"), 0);
  EXPECT_EQ(office.count("appointment_event", "kind = 'missed' AND actor = 'system'"), 4);
  EXPECT_EQ(office.count("outbox", "kind = 'missed'"), 0);
}

TEST(close_day, cancels_by_the_department_who_waited_to_the_end) {
  TestOffice office;
  const Ticket waiting = office.check_in(office.book(1)).value();
  office.pass(kUntilFive);
  const ClosedDay closed = close(office);
  EXPECT_EQ(closed.missed, 0);
  EXPECT_EQ(closed.not_served, 1);
  EXPECT_EQ(office.count(Status::cancelled_by_department), 1);
  EXPECT_EQ(office.count("appointment_event", "detail = 'not_served'"), 1);
  EXPECT_EQ(office.count("outbox", "kind = 'cancelled_by_department'"), 1);
  EXPECT_EQ(office.reread(waiting).state, TicketState::cancelled);
}

TEST(close_day, leaves_what_was_attended_cancelled_or_displaced_and_ends_who_is_served) {
  TestOffice office;
  office.open("1", kAli);
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  const Ticket serving = office.act<Start>(office.call_next().value()).value();
  office.book(2);
  office.house.change("UPDATE appointment SET status = 'displaced' WHERE slot_id = 702");
  office.book(3);
  office.house.change("UPDATE appointment SET status = 'cancelled_by_applicant' WHERE slot_id = 703");
  office.house.change("DELETE FROM open_counter");
  office.pass(kUntilFive);
  const ClosedDay closed = close(office);
  EXPECT_EQ(closed.missed + closed.not_served, 0);
  EXPECT_EQ(office.reread(serving).state, TicketState::finished);
  EXPECT_EQ(office.count(Status::attended), 1);
  EXPECT_EQ(office.count(Status::displaced), 1);
}

TEST(close_day, changes_nothing_the_second_time) {
  TestOffice office;
  office.book(1);
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  office.pass(kUntilFive);
  (void)close(office);
  const auto events = office.count("appointment_event") + office.count("ticket_event");
  const ClosedDay again = close(office);
  EXPECT_EQ(again.missed + again.not_served + again.tickets, 0);
  EXPECT_EQ(office.count("appointment_event") + office.count("ticket_event"), events);
}

TEST(close_day, waits_for_open_counters_until_midnight) {
  TestOffice office;
  office.book(1);
  office.open("1", kAli);
  office.pass(kUntilMidnight - 1ms);
  EXPECT_TRUE(close(office).still_open);
  EXPECT_EQ(office.count(Status::booked), 1);
  office.pass(1ms);
  EXPECT_FALSE(close(office).still_open);
  EXPECT_EQ(office.count(Status::missed), 1);
  EXPECT_EQ(office.count("open_counter"), 0);
}

TEST(close_day, spares_who_still_has_time) {
  TestOffice office;
  office.book(17);
  office.pass(kUntilFive - 1ms);
  EXPECT_EQ(close(office).missed, 0);
  office.pass(1ms);
  EXPECT_EQ(close(office).missed, 1);
}

TEST(close_day, goes_on_where_there_are_many) {
  TestOffice office;
  for (int i = 0; i < 5; ++i) office.book(1);
  office.pass(kUntilFive);
  EXPECT_TRUE(close(office, 2).more);
  EXPECT_EQ(office.count("closed_day"), 0);
  EXPECT_TRUE(close(office, 2).more);
  EXPECT_FALSE(close(office, 2).more);
  EXPECT_EQ(office.count(Status::missed), 5);
  EXPECT_EQ(office.count("closed_day"), 1);
}

TEST(days_to_close, are_an_hour_after_the_hours_and_again_after_midnight_in_each_zone) {
  TestOffice office;
  // In Melbourne it is 11:00 when the clock begins: 17:00 there is 14:00 in Malaysia.
  office.pass(7h - 1ms);
  EXPECT_EQ(due(office), Days{});
  office.pass(1ms);
  EXPECT_EQ(due(office), Days{"M 2026-11-02"});
  (void)close_all(office);
  EXPECT_EQ(due(office), Days{});
  office.pass(3h);
  EXPECT_EQ(due(office), Days{"O 2026-11-02"});
  (void)close_all(office);
  EXPECT_EQ(due(office), Days{});
  office.pass(3h - 1ms);
  EXPECT_EQ(due(office), Days{});
  office.pass(1ms);
  EXPECT_EQ(due(office), Days{"M 2026-11-02"});
  (void)close_all(office);
  office.pass(3h);
  EXPECT_EQ(due(office), Days{"O 2026-11-02"});
  (void)close_all(office);
  EXPECT_EQ(due(office), Days{});
  // Tuesday has hours, Wednesday has none.
  office.pass(48h);
  (void)close_all(office);
  EXPECT_EQ(office.house.number("SELECT count(*) FROM closed_day WHERE day_on = '2026-11-04'"), 2);
}

TEST(days_to_close, wait_for_extra_hours_of_one_pool) {
  TestOffice office;
  office.house.change(
      "INSERT INTO day_change (id, pool_id, day_on, from_minute, to_minute, opens, reason_ms, reason_en, "
      "made_by, "
      "made_at, begun_at) VALUES (1, 8, '2026-11-02', 1020, 1140, 1, 'Permintaan', 'Demand', 'staff:5', 1, "
      "1)");
  (void)close_all(office);
  office.pass(12h - 1ms);
  EXPECT_EQ(due(office), Days{"M 2026-11-02"}) << "the hours ended at 17, the extra ones at 19";
  office.pass(1ms);
  EXPECT_EQ(due(office), (Days{"M 2026-11-02", "O 2026-11-02"}));
}

TEST(days_to_close, are_made_up_for_from_the_first_appointment_nobody_closed) {
  TestOffice office;
  office.book(1);
  office.pass(72h);
  EXPECT_EQ(due(office), (Days{"O 2026-11-02"}));
  const ClosedDay closed = close_all(office);
  EXPECT_EQ(closed.missed, 1);
  EXPECT_FALSE(closed.more);
  EXPECT_EQ(due(office), Days{});
  EXPECT_EQ(
      office.house.number("SELECT count(*) FROM closed_day WHERE office_id = 1 AND day_on = '2026-11-04'"),
      1);
}

TEST(days_to_close, end_at_midnight_of_the_offices_own_zone) {
  TestOffice office;
  office.book(1, kElsewhere);
  office.book(1);
  office.house.change("INSERT INTO open_counter VALUES (2, '1', '2026-11-02', 41, 0)");
  office.house.change("INSERT INTO open_counter_pool VALUES (2, '1', 9)");
  // Midnight in Melbourne is 21:00 in Malaysia.
  office.pass(13h - 1ms);
  EXPECT_TRUE(close_all(office).still_open);
  EXPECT_EQ(office.count("appointment", "status = 'missed' AND slot_id = 901"), 0);
  EXPECT_EQ(office.count("appointment", "status = 'missed' AND slot_id = 701"), 1);
  office.pass(1ms);
  EXPECT_FALSE(close_all(office).still_open);
  EXPECT_EQ(office.count("appointment", "status = 'missed' AND slot_id = 901"), 1);
}

}  // namespace
}  // namespace temujanji::counter
