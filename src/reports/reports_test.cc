#include <gtest/gtest.h>

#include "counter/close_day.h"
#include "reports/keep_days.h"
#include "reports/report.h"
#include "reports/weekly_mail.h"
#include "tests/support/test_office.h"

namespace temujanji::reports {
namespace {

using namespace std::chrono_literals;
using counter::TestOffice;
using domain::Measure;
using domain::value_of;

constexpr auto kUntilMidnight = 16h;
constexpr domain::Date kMonday{std::chrono::year(2026) / 11 / 2};

DayFigures count_today(TestOffice& office) {
  return count_day(*office.house.connection, office.day(), office.zone);
}

/// Somebody's ticket, checked in and called at once.
counter::Ticket call(TestOffice& office, domain::AppointmentId appointment) {
  CHECK(office.check_in(appointment).ok());
  return office.call_next().value();
}

void close_all(TestOffice& office) {
  (void)counter::close_days(office.house.engine, *office.house.connection, *office.house.catalogue(),
                            office.now());
}

int keep_all(TestOffice& office, int at_most = 1000) {
  return count_days(office.house.engine, *office.house.connection, *office.house.catalogue(), at_most);
}

Report read(TestOffice& office, const Question& question) {
  return read_report(*office.house.connection, *office.house.catalogue(), question, office.now());
}

Question of_monday(GroupBy by) {
  return {{counter::kOffice}, kMonday, kMonday, by, std::nullopt};
}

TEST(count_day, counts_seats_and_what_became_of_appointments) {
  TestOffice office;
  office.book(1, counter::kPassports, 2);
  office.book(2);
  office.book(3, counter::kPermits);
  office.house.change(
      "UPDATE appointment SET status = 'missed' WHERE slot_id = 702;"
      "UPDATE appointment SET status = 'cancelled_by_applicant' WHERE slot_id = 803");
  const DayFigures day = count_today(office);
  EXPECT_EQ(day.seats, 2 * 17 * 40);
  const domain::Figures& passports = day.services.at(counter::kPassport);
  EXPECT_EQ(passports.open, 1);
  EXPECT_EQ(passports.missed, 1);
  EXPECT_EQ(passports.taken, 3);
  EXPECT_EQ(day.services.at(counter::kPermit).cancelled_by_applicant, 1);
  EXPECT_EQ(day.total().appointments(), 3);
  EXPECT_EQ(day.total().seats, day.seats);
}

TEST(count_day, counts_days_from_date_to_date_in_the_offices_zone) {
  TestOffice office;
  office.book(1);
  // 23:59 and 00:01 of the night before Sunday in Malaysia.
  for (const auto& [booked_at, days] : {std::pair("1793462340000", 2), std::pair("1793462460000", 1)}) {
    office.house.change(std::string("UPDATE appointment SET booked_at = ") + booked_at);
    EXPECT_EQ(value_of(count_today(office).total(), Measure::ahead_median), days) << booked_at;
  }
}

TEST(count_day, takes_withdrawn_slots_for_what_was_kept_of_them) {
  TestOffice office;
  office.book(1, counter::kPassports, 3);
  office.house.change("UPDATE slot SET withdrawn = 1 WHERE pool_id = 7");
  EXPECT_EQ(count_today(office).seats, 17 * 40 + 3);
  office.house.change("UPDATE appointment SET status = 'displaced'");
  EXPECT_EQ(count_today(office).seats, 17 * 40);
  EXPECT_EQ(count_today(office).total().taken, 0);
}

TEST(count_day, counts_the_wait_from_the_appointments_time_or_the_arrival_to_the_first_call) {
  TestOffice office;
  office.open("1", counter::kAli);
  office.allow_walk_ins();
  const auto appointment = office.book(1);  // at 08:30, and there at 08:00
  ASSERT_TRUE(office.check_in(appointment).ok());
  office.pass(42min);
  const counter::Ticket first = office.call_next().value();
  EXPECT_EQ(value_of(count_today(office).total(), Measure::wait_median), 12);
  // A second call of the same number does not count; who comes without appointment waits from then on.
  ASSERT_TRUE(office.act<counter::MarkAbsent>(first).ok());
  const counter::Ticket walk_in = office.walk_in();
  office.pass(7min);
  ASSERT_TRUE(office.call_next().ok());
  const DayFigures day = count_today(office);
  EXPECT_EQ(day.total().wait_minutes.to_text(), "7:1 12:1");
  EXPECT_EQ(day.total().walk_ins, 0);
  EXPECT_EQ(office.reread(walk_in).calls, 1);
}

TEST(count_day, counts_no_wait_for_who_is_called_before_the_appointment) {
  TestOffice office;
  office.open("1", counter::kAli);
  call(office, office.book(2));
  EXPECT_EQ(count_today(office).total().wait_minutes.to_text(), "0:1");
}

TEST(count_day, adds_up_what_was_served_at_several_counters) {
  TestOffice office;
  office.open("1", counter::kAli);
  const counter::Ticket called = call(office, office.book(1));
  const counter::Ticket serving = office.act<counter::Start>(called).value();
  office.pass(10min);
  ASSERT_TRUE(office.transfer(serving, counter::ToPool{counter::kPassports}).ok());
  office.pass(30min);
  const counter::Ticket again = office.act<counter::Start>(office.call_next().value()).value();
  office.pass(5min);
  ASSERT_TRUE(office.finish(again).ok());
  const domain::Figures total = count_today(office).total();
  EXPECT_EQ(total.service_minutes.to_text(), "15:1");
  EXPECT_EQ(total.wait_minutes.count(), 1);
  EXPECT_EQ(total.attended, 1);
}

TEST(count_day, counts_nobody_as_served_until_the_day_ended) {
  TestOffice office;
  office.open("1", counter::kAli);
  ASSERT_TRUE(office.act<counter::Start>(call(office, office.book(1))).ok());
  office.house.change("DELETE FROM open_counter");
  office.pass(kUntilMidnight);
  close_all(office);
  office.house.clock.advance(-1h);
  EXPECT_EQ(count_today(office).total().service_minutes.count(), 0);
  EXPECT_EQ(count_today(office).total().attended, 1);
}

TEST(presence, tells_who_is_where) {
  TestOffice office;
  office.open("1", counter::kAli);
  office.allow_walk_ins();
  ASSERT_TRUE(office.act<counter::MarkAbsent>(call(office, office.book(1))).ok());
  const counter::Ticket served = office.act<counter::Start>(call(office, office.book(1))).value();
  ASSERT_TRUE(office.finish(served).ok());
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  office.pass(45min);
  office.walk_in();
  const Presence presence = count_presence(*office.house.connection, office.day());
  EXPECT_EQ(presence.arrived, 3);
  EXPECT_EQ(presence.walk_ins, 1);
  EXPECT_EQ(presence.absent, 1);
  EXPECT_EQ(presence.finished, 1);
  EXPECT_EQ(presence.waiting, 2);
  EXPECT_EQ(presence.waiting_since, TestOffice::slot_start(1));
}

TEST(kept_days, are_kept_once_they_are_closed_for_good_and_no_earlier) {
  TestOffice office;
  office.book(1);
  office.pass(kUntilMidnight - 5h);
  close_all(office);
  EXPECT_EQ(keep_all(office), 0);
  office.pass(5h);
  close_all(office);
  EXPECT_EQ(keep_all(office), 2);  // Melbourne's Monday was over before.
  EXPECT_EQ(keep_all(office), 0);
  const auto kept = find_kept_day(*office.house.connection, counter::kOffice, kMonday);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->total.missed, 1);
}

TEST(kept_days, are_what_counting_them_gives) {
  TestOffice office;
  office.open("1", counter::kAli);
  office.allow_walk_ins();
  office.book(5, counter::kPermits, 3);
  const counter::Ticket served = office.act<counter::Start>(call(office, office.book(1))).value();
  office.pass(12min);
  ASSERT_TRUE(office.finish(served).ok());
  const counter::Ticket walk_in = office.walk_in();
  office.pass(3min);
  ASSERT_TRUE(office.act<counter::Start>(office.call_next().value()).ok());
  ASSERT_TRUE(office.finish(office.reread(walk_in)).ok());
  const counter::Day monday = office.day();
  office.pass(kUntilMidnight);
  close_all(office);
  keep_all(office);
  const DayFigures counted = count_day(*office.house.connection, monday, office.zone);
  const auto kept = find_kept_day(*office.house.connection, counter::kOffice, kMonday);
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(kept->tells(counted));
  EXPECT_EQ(kept->total.walk_ins, 1);
}

TEST(kept_days, are_made_up_for_in_steps_from_the_first_slot_on) {
  TestOffice office;
  office.book(1);
  office.pass(kUntilMidnight + 48h);
  close_all(office);
  EXPECT_EQ(keep_all(office, 2), 2);
  EXPECT_EQ(keep_all(office), 1);
  EXPECT_EQ(office.count("office_day", "office_id = 1"), 3);
}

int count_again(TestOffice& office) {
  return count_days_again(office.house.engine, *office.house.connection, *office.house.catalogue(),
                          office.now());
}

void end_monday(TestOffice& office) {
  office.pass(kUntilMidnight - 5h);
  close_all(office);
  office.pass(5h);
  close_all(office);
  keep_all(office);
}

TEST(kept_days, are_counted_again_each_hour_while_somebody_is_displaced) {
  TestOffice office;
  office.book(1);
  office.house.change("UPDATE appointment SET status = 'displaced'");
  end_monday(office);
  EXPECT_EQ(office.count("office_day", "open = 1"), 1);
  office.house.change("UPDATE appointment SET status = 'cancelled_by_department'");
  office.pass(1h);
  EXPECT_EQ(count_again(office), 0);
  office.pass(1ms);
  EXPECT_EQ(count_again(office), 1);
  EXPECT_EQ(office.count("service_day", "open = 0 AND cancelled_by_department = 1"), 1);
  office.pass(2h);
  EXPECT_EQ(count_again(office), 0);
}

TEST(kept_days, are_counted_again_at_once_when_attendance_is_noted_afterwards) {
  TestOffice office;
  const auto appointment = office.book(1);
  end_monday(office);
  EXPECT_EQ(office.count("office_day", "missed = 1"), 1);
  const auto unknown = domain::AppointmentId{appointment.value + 1};
  const auto noted = office.house.engine.run(
      counter::AttendAfterwards{counter::kOffice, {unknown, appointment}, counter::kAli});
  EXPECT_EQ(noted.noted, 1);
  EXPECT_EQ(noted.refused, 1);
  EXPECT_EQ(count_again(office), 1);
  EXPECT_EQ(office.count("office_day", "missed = 0 AND attended = 1"), 1);
  EXPECT_EQ(count_again(office), 0);
}

TEST(report, puts_figures_together_by_office_service_and_day) {
  TestOffice office;
  office.book(1);
  office.book(2, counter::kPermits, 2);
  const Report by_service = read(office, of_monday(GroupBy::service));
  EXPECT_EQ(by_service.rows.at(counter::kPassport.value).taken, 1);
  EXPECT_EQ(by_service.rows.at(counter::kPermit.value).taken, 2);
  EXPECT_EQ(by_service.total.seats, 0);
  const Report by_day = read(office, of_monday(GroupBy::day));
  EXPECT_EQ(by_day.rows.at(key_of(kMonday)).taken, 3);
  EXPECT_EQ(by_day.total.seats, 2 * 17 * 40);
  Question of_both = of_monday(GroupBy::office);
  of_both.offices.push_back(counter::kOtherOffice);
  const Report by_office = read(office, of_both);
  EXPECT_EQ(by_office.rows.at(counter::kOffice.value).taken, 3);
  EXPECT_EQ(by_office.rows.at(counter::kOtherOffice.value).taken, 0);
  Question of_permits = of_monday(GroupBy::office);
  of_permits.service = counter::kPermit;
  const Report permits = read(office, of_permits);
  EXPECT_EQ(permits.total.taken, 2);
  EXPECT_EQ(permits.total.seats, 0);
}

TEST(report, says_the_same_of_a_day_before_and_after_it_was_kept) {
  TestOffice office;
  office.book(1);
  office.book(2, counter::kPermits, 2);
  office.pass(kUntilMidnight);
  close_all(office);
  for (const GroupBy by : {GroupBy::office, GroupBy::service, GroupBy::day}) {
    const Report before = read(office, of_monday(by));
    EXPECT_EQ(before.total.missed, 2);
    keep_all(office);
    const Report after = read(office, of_monday(by));
    EXPECT_EQ(after.rows, before.rows) << to_text(by);
    EXPECT_EQ(after.total, before.total);
    office.house.change("DELETE FROM office_day");
  }
}

TEST(report, tells_of_no_day_outside_its_time) {
  TestOffice office;
  office.book(1);
  Question question = of_monday(GroupBy::day);
  question.from = domain::plus_days(kMonday, 1);
  question.to = domain::plus_days(kMonday, 5);
  EXPECT_TRUE(read(office, question).rows.empty());
}

TEST(weekly_mail, is_next_on_the_monday_after_the_week_in_which_it_was_set) {
  const base::Zone zone = base::load_zone("Asia/Kuala_Lumpur");
  const base::Instant monday =
      zone.to_utc(base::LocalTime(std::chrono::local_days(std::chrono::year(2026) / 11 / 23)));
  const base::Instant last_week = monday - std::chrono::hours(30);
  const auto seven = monday + std::chrono::hours(7);
  const auto week = std::chrono::days(7);
  EXPECT_EQ(next_weekly_mail_at(zone, last_week, seven - std::chrono::minutes(1)), seven);
  EXPECT_EQ(next_weekly_mail_at(zone, last_week, seven), seven + week);
  EXPECT_EQ(next_weekly_mail_at(zone, monday, seven - std::chrono::minutes(1)), seven + week) << "set today";
}

}  // namespace
}  // namespace temujanji::reports
