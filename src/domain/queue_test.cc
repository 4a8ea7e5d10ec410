#include "domain/queue.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

namespace temujanji::domain {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
constexpr base::Instant kTurn{1000h};
constexpr auto kInstant = 1ms;

TEST(ticket, moves_only_along_the_table) {
  const std::string_view allowed[] = {"waiting>called",    "called>called",    "called>serving",
                                      "waiting>waiting",   "called>waiting",   "serving>waiting",
                                      "serving>finished",  "called>absent",    "absent>waiting",
                                      "waiting>cancelled", "called>cancelled", "absent>cancelled"};
  std::set<std::string> seen;
  for (const TicketState from : kTicketStates) {
    for (const TicketAction action : kTicketActions) {
      if (const auto to = after(from, action))
        seen.insert(std::string(to_text(from)) + ">" + std::string(to_text(*to)));
    }
  }
  EXPECT_EQ(seen, std::set<std::string>(std::begin(allowed), std::end(allowed)));
}

TEST(ticket, is_not_moved_any_more_once_it_is_finished_or_cancelled) {
  for (const TicketAction action : kTicketActions) {
    EXPECT_EQ(after(TicketState::finished, action), std::nullopt);
    EXPECT_EQ(after(TicketState::cancelled, action), std::nullopt);
  }
}

TEST(ticket, reads_back_the_words_it_is_stored_with) {
  for (const TicketState state : kTicketStates) EXPECT_EQ(parse_ticket_state(to_text(state)), state);
  for (const Priority priority : kPriorities) EXPECT_EQ(parse_priority(to_text(priority)), priority);
  for (const Arrival arrival : {Arrival::early, Arrival::on_time, Arrival::late})
    EXPECT_EQ(parse_arrival(to_text(arrival)), arrival);
  for (const Lane lane : {Lane::priority, Lane::appointment, Lane::open})
    EXPECT_EQ(parse_lane(to_text(lane)), lane);
  EXPECT_EQ(parse_ticket_state("Waiting"), std::nullopt);
  EXPECT_EQ(parse_priority(""), std::nullopt);
}

TEST(arrival, is_early_on_time_or_late_by_the_offices_rule) {
  const ArrivalRule rule{30min, 10min};
  EXPECT_EQ(classify_arrival(kTurn, kTurn - 30min - kInstant, rule), Arrival::early);
  EXPECT_EQ(classify_arrival(kTurn, kTurn - 30min, rule), Arrival::on_time);
  EXPECT_EQ(classify_arrival(kTurn, kTurn + 10min, rule), Arrival::on_time);
  EXPECT_EQ(classify_arrival(kTurn, kTurn + 10min + kInstant, rule), Arrival::late);
}

TEST(arrival, is_late_after_the_start_where_the_office_has_no_rule) {
  EXPECT_EQ(classify_arrival(kTurn, kTurn - 60min - kInstant, {}), Arrival::early);
  EXPECT_EQ(classify_arrival(kTurn, kTurn - 30min, {}), Arrival::on_time);
  EXPECT_EQ(classify_arrival(kTurn, kTurn, {}), Arrival::on_time);
  EXPECT_EQ(classify_arrival(kTurn, kTurn + kInstant, {}), Arrival::late);
}

TEST(lane, is_the_priority_lane_for_whoever_has_one) {
  for (const Priority priority : {Priority::disabled, Priority::elderly, Priority::pregnant}) {
    EXPECT_EQ(lane_on_arrival(priority, std::nullopt), Lane::priority);
    EXPECT_EQ(lane_on_arrival(priority, Arrival::late), Lane::priority);
    EXPECT_EQ(lane_on_return(priority), Lane::priority);
  }
  EXPECT_EQ(lane_on_arrival(Priority::none, Arrival::early), Lane::appointment);
  EXPECT_EQ(lane_on_arrival(Priority::none, Arrival::on_time), Lane::appointment);
  EXPECT_EQ(lane_on_arrival(Priority::none, Arrival::late), Lane::open);
  EXPECT_EQ(lane_on_arrival(Priority::none, std::nullopt), Lane::open);
  EXPECT_EQ(lane_on_return(Priority::none), Lane::open);
}

/// Letters in the order of calls; p, a and o are lanes, and all turns count from the same moment.
std::string order(const std::string& waiting, const std::string& recent = "") {
  const auto lane = [](char c) {
    return c == 'p' ? Lane::priority : c == 'a' ? Lane::appointment : Lane::open;
  };
  std::vector<Waiting> people;
  for (const char c : waiting) people.push_back({lane(c), kTurn, static_cast<int>(people.size())});
  std::vector<Lane> calls;
  for (const char c : recent) calls.push_back(lane(c));
  std::string called;
  for (const std::size_t place : calling_order(people, calls, kTurn, 60min)) called += waiting[place];
  return called;
}

TEST(calling_order, lets_two_of_the_priority_lane_go_before_one_of_another) {
  EXPECT_EQ(order("aaapppp"), "ppappaa");
  EXPECT_EQ(order("oopppp"), "ppoppo");
  EXPECT_EQ(order("pppp"), "pppp");
}

TEST(calling_order, lets_three_appointments_go_before_one_of_the_open_lane) {
  EXPECT_EQ(order("oooaaaaa"), "aaaoaaoo");
  EXPECT_EQ(order("oo"), "oo");
  EXPECT_EQ(order("oaaaapppppp"), "ppappappaoa");
}

TEST(calling_order, goes_on_where_the_last_calls_left_off) {
  EXPECT_EQ(order("ap", "pp"), "ap");
  EXPECT_EQ(order("ap", "pa"), "pa");
  EXPECT_EQ(order("ao", "aaa"), "oa");
  EXPECT_EQ(order("ao", "aao"), "ao");
  EXPECT_EQ(order("ao", "ppappappa"), "oa");
}

TEST(calling_order, takes_the_earliest_turn_of_a_lane_and_then_the_lowest_number) {
  const Waiting people[] = {
      {Lane::appointment, kTurn + 20min, 1}, {Lane::appointment, kTurn, 7}, {Lane::appointment, kTurn, 3}};
  EXPECT_EQ(calling_order(people, {}, kTurn, 60min), (std::vector<std::size_t>{2, 1, 0}));
}

TEST(calling_order, keeps_who_is_early_behind_all_others_until_it_is_time) {
  const Waiting people[] = {{Lane::appointment, kTurn, 1}, {Lane::open, kTurn - 70min, 2}};
  EXPECT_EQ(calling_order(people, {}, kTurn - 60min - kInstant, 60min), (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(calling_order(people, {}, kTurn - 60min, 60min), (std::vector<std::size_t>{0, 1}));
}

Waiting arbitrary_waiting(int number) {
  const auto lane = static_cast<Lane>(*rc::gen::inRange(0, 3));
  return {lane, kTurn + minutes(*rc::gen::inRange(-200, 60)), number};
}

TEST(calling_order, names_everybody_once_and_keeps_the_order_of_each_lane) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Waiting> people;
    people.reserve(40);
    for (int number = *rc::gen::inRange(0, 40); number > 0; --number)
      people.push_back(arbitrary_waiting(number));
    const std::vector<std::size_t> places = calling_order(people, {}, kTurn, 60min);
    RC_ASSERT(std::set<std::size_t>(places.begin(), places.end()).size() == people.size());
    RC_ASSERT(places.size() == people.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t j = i + 1; j < places.size(); ++j) {
        const Waiting& first = people[places[i]];
        const Waiting& second = people[places[j]];
        if (first.lane == second.lane) RC_ASSERT(first.turn_at <= second.turn_at);
      }
    }
  }));
}

TEST(calling_order, starves_nobody_however_many_come_meanwhile) {
  constexpr int kWithin = (kPriorityInRow + 1) * (kAppointmentsInRow + 1);
  EXPECT_TRUE(rc::check([] {
    std::vector<Waiting> people;
    const int before = *rc::gen::inRange(0, 12);
    people.reserve(static_cast<std::size_t>(before) + 1);
    for (int number = 0; number < before; ++number) people.push_back(arbitrary_waiting(number));
    const Waiting watched{static_cast<Lane>(*rc::gen::inRange(0, 3)), kTurn, 1000};
    people.push_back(watched);
    const auto ahead_in_lane = std::ranges::count_if(people, [&](const Waiting& other) {
      return other.lane == watched.lane && std::pair(other.turn_at, other.number) < std::pair(kTurn, 1000);
    });
    std::vector<Lane> recent;
    int number = 2000;
    for (int calls = 1;; ++calls) {
      // Whoever comes later has a later turn.
      for (int come = *rc::gen::inRange(0, 4); come > 0; --come)
        people.push_back({static_cast<Lane>(*rc::gen::inRange(0, 3)), kTurn + 1min, ++number});
      const std::size_t called = calling_order(people, recent, kTurn, 60min).front();
      const bool is_watched = people[called].number == watched.number;
      recent.insert(recent.begin(), people[called].lane);
      people.erase(people.begin() + static_cast<std::ptrdiff_t>(called));
      RC_ASSERT(calls <= (ahead_in_lane + 1) * kWithin);
      if (is_watched) return;
    }
  }));
}

TEST(pace, is_as_planned_until_services_tell_otherwise) {
  EXPECT_DOUBLE_EQ(pace_of({}), 1);
  const ServiceTime slow[] = {{20, 40}, {20, 40}, {20, 40}};
  EXPECT_DOUBLE_EQ(pace_of(slow), 180.0 / 120.0);
  const ServiceTime quick[] = {{60, 30}};
  EXPECT_DOUBLE_EQ(pace_of(quick), 90.0 / 120.0);
}

TEST(pace, counts_a_service_that_nobody_ended_at_four_times_its_plan) {
  const ServiceTime forgotten[] = {{20, 600}};
  EXPECT_DOUBLE_EQ(pace_of(forgotten), 140.0 / 80.0);
}

TEST(wait, is_unknown_while_no_counter_is_open) {
  EXPECT_EQ(estimate_wait({3, 60, 0, 1, 0}), std::nullopt);
}

TEST(wait, is_estimated_as_a_range) {
  struct Row {
    WaitFacts facts;
    WaitRange range;
  };
  const Row rows[] = {
      {{0, 0, 1, 1, 0}, {0, 0}},       // a counter is free
      {{0, 0, 1, 1, 20}, {0, 20}},     // next, behind who is served
      {{1, 20, 1, 1, 20}, {0, 60}},    // one ahead
      {{4, 80, 1, 1, 20}, {40, 140}},  // four ahead: 80 ± 40, and until the counter is free
      {{4, 80, 2, 1, 20}, {20, 70}},   // two counters halve it
      {{4, 80, 2, 1.5, 20}, {30, 105}}, {{4, 80, 0.5, 1, 20}, {80, 280}},  // a counter that serves two pools
  };
  for (const Row& row : rows) {
    const auto range = estimate_wait(row.facts);
    ASSERT_TRUE(range.has_value());
    EXPECT_EQ(range->low, row.range.low);
    EXPECT_EQ(range->high, row.range.high);
  }
}

TEST(wait, never_shrinks_when_there_are_more_ahead) {
  EXPECT_TRUE(rc::check([] {
    const double counters = *rc::gen::inRange(1, 10);
    WaitRange before{0, 0};
    for (int ahead = 0; ahead < 30; ++ahead) {
      const auto range = estimate_wait({ahead, ahead * 20.0, counters, 1, 20});
      RC_ASSERT(range.has_value() && range->low <= range->high);
      RC_ASSERT(before.low <= range->low && before.high <= range->high);
      before = *range;
    }
  }));
}

TEST(receipt, is_what_a_card_machine_prints) {
  EXPECT_EQ(parse_receipt(" ab-12/34 "), "AB-12/34");
  EXPECT_EQ(parse_receipt(std::string(32, '7')), std::string(32, '7'));
  for (const std::string& wrong : {std::string(), std::string("  "), std::string(33, '7'), std::string("a b"),
                                   std::string("RM50.00"), std::string("é1"), std::string("a\n1")})
    EXPECT_EQ(parse_receipt(wrong), std::nullopt) << wrong;
}

TEST(receipt, is_never_cash) {
  for (const char* cash : {"cash", "CASH", " Tunai "}) EXPECT_EQ(parse_receipt(cash), std::nullopt) << cash;
}

TEST(counter_name, is_short_and_plain) {
  EXPECT_EQ(parse_counter_name(" k-12 a"), "K-12 A");
  EXPECT_EQ(parse_counter_name("123456789012"), "123456789012");
  for (const char* wrong : {"", " ", "1234567890123", "<b>", "a/b"})
    EXPECT_EQ(parse_counter_name(wrong), std::nullopt) << wrong;
}

TEST(ticket_label, has_a_letter_for_the_pool_and_three_digits) {
  EXPECT_EQ(ticket_label(0, 1), "A001");
  EXPECT_EQ(ticket_label(1, 17), "B017");
  EXPECT_EQ(ticket_label(25, 999), "Z999");
  EXPECT_EQ(ticket_label(26, 1000), "AA1000");
}

}  // namespace
}  // namespace temujanji::domain
