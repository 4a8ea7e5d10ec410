#include "domain/figures.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace temujanji::domain {
namespace {

Spread spread_of(std::initializer_list<int> values) {
  Spread spread;
  for (const int value : values) spread.add(value);
  return spread;
}

TEST(spread, tells_the_smallest_value_that_so_many_do_not_exceed) {
  const Spread ten = spread_of({10, 1, 2, 9, 3, 8, 4, 7, 5, 6});
  EXPECT_EQ(ten.percentile(50), 5);
  EXPECT_EQ(ten.percentile(51), 6);
  EXPECT_EQ(ten.percentile(90), 9);
  EXPECT_EQ(ten.percentile(91), 10);
  EXPECT_EQ(spread_of({7}).percentile(1), 7);
  EXPECT_EQ(spread_of({7}).percentile(100), 7);
  EXPECT_EQ(Spread().percentile(50), std::nullopt);
}

TEST(spread, counts_what_is_too_large_or_too_small_at_its_ends) {
  EXPECT_EQ(spread_of({-5}).percentile(50), 0);
  EXPECT_EQ(spread_of({1440}).percentile(50), 1440);
  EXPECT_EQ(spread_of({99999}).percentile(50), 1440);
}

TEST(spread, is_read_back_as_it_was_written) {
  Spread spread = spread_of({0, 7, 7, 31});
  EXPECT_EQ(spread.to_text(), "0:1 7:2 31:1");
  Spread read;
  EXPECT_TRUE(read.add_text(spread.to_text()));
  EXPECT_EQ(read, spread);
  EXPECT_TRUE(read.add_text(""));
  for (const char* wrong : {"7", "7:", "7:2,8:1", "x", "7:2 8", ":1"}) {
    EXPECT_FALSE(Spread().add_text(wrong)) << wrong;
  }
}

RC_GTEST_PROP(spread, of_parts_added_is_the_spread_of_the_whole, ()) {
  const auto numbers = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 300)));
  const int percent = *rc::gen::inRange(1, 101);
  Spread first, second;
  for (std::size_t i = 0; i < numbers.size(); ++i) (i % 2 == 0 ? first : second).add(numbers[i]);
  first += second;
  std::vector<int> sorted = numbers;
  std::ranges::sort(sorted);
  const auto rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  RC_ASSERT(first.percentile(percent) == sorted[rank - 1]);
  RC_ASSERT(first.count() == static_cast<std::int64_t>(numbers.size()));
}

TEST(figures, count_each_appointment_as_what_became_of_it) {
  struct Row {
    Status status;
    std::int64_t Figures::*member;
    bool takes_seats;
  };
  for (const Row& row : {Row{Status::booked, &Figures::open, true},
                         {Status::confirmed, &Figures::open, true},
                         {Status::displaced, &Figures::open, false},
                         {Status::attended, &Figures::attended, true},
                         {Status::missed, &Figures::missed, true},
                         {Status::cancelled_by_applicant, &Figures::cancelled_by_applicant, false},
                         {Status::cancelled_by_department, &Figures::cancelled_by_department, false}}) {
    Figures figures;
    figures.count(row.status, 3, 14);
    EXPECT_EQ(figures.*row.member, 1) << to_text(row.status);
    EXPECT_EQ(figures.appointments(), 1);
    EXPECT_EQ(figures.taken, row.takes_seats ? 3 : 0) << to_text(row.status);
    EXPECT_EQ(figures.days_ahead.count(), row.takes_seats ? 1 : 0);
  }
}

TEST(figures, tell_rates_in_thousandths_of_what_they_are_rates_of) {
  Figures figures;
  figures.seats = 40;
  figures.taken = 30;
  figures.attended = 20;
  figures.missed = 1;
  figures.cancelled_by_applicant = 3;
  figures.cancelled_by_department = 1;
  EXPECT_EQ(value_of(figures, Measure::use), 750);
  EXPECT_EQ(value_of(figures, Measure::missed_rate), 48);      // 1 of 21
  EXPECT_EQ(value_of(figures, Measure::cancelled_rate), 160);  // 4 of 25
  for (const Measure measure : {Measure::use, Measure::missed_rate, Measure::cancelled_rate}) {
    EXPECT_EQ(value_of(Figures(), measure), std::nullopt) << to_text(measure);
  }
}

TEST(figures, are_added_member_by_member) {
  Figures one;
  one.count(Status::attended, 2, 5);
  one.seats = 10;
  one.walk_ins = 1;
  one.wait_minutes.add(7);
  Figures two = one;
  two.count(Status::missed, 1, 9);
  two.service_minutes.add(20);
  one += two;
  EXPECT_EQ(one.seats, 20);
  EXPECT_EQ(one.taken, 5);
  EXPECT_EQ(one.attended, 2);
  EXPECT_EQ(one.missed, 1);
  EXPECT_EQ(one.walk_ins, 2);
  EXPECT_EQ(value_of(one, Measure::ahead_median), 5);
  EXPECT_EQ(value_of(one, Measure::ahead_most), 9);
  EXPECT_EQ(value_of(one, Measure::wait_median), 7);
  EXPECT_EQ(value_of(one, Measure::service_most), 20);
}

TEST(measures, have_names_that_are_read_back) {
  for (const Measure measure : kMeasures) EXPECT_EQ(parse_measure(to_text(measure)), measure);
  EXPECT_EQ(parse_measure("happiness"), std::nullopt);
}

TEST(figures, are_shown_with_commas_and_rates_in_percent) {
  EXPECT_EQ(display(0, Unit::count), "0");
  EXPECT_EQ(display(999, Unit::minutes), "999");
  EXPECT_EQ(display(1000, Unit::count), "1,000");
  EXPECT_EQ(display(1234567, Unit::days), "1,234,567");
  EXPECT_EQ(display(48, Unit::rate), "4.8%");
  EXPECT_EQ(display(1000, Unit::rate), "100.0%");
  EXPECT_EQ(display(Figures(), Measure::use), "–");
  EXPECT_EQ(display(Figures(), Measure::attended), "0");
}

}  // namespace
}  // namespace temujanji::domain
