#include "counter/serve.h"

#include <gtest/gtest.h>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using namespace std::chrono_literals;
using domain::Lane;
using domain::Priority;
using domain::Status;
using domain::TicketState;

class ServeTest : public testing::Test {
 protected:
  ServeTest() {
    office.allow_walk_ins();
    office.open("1", kAli);
  }
  ServeRefusal refusal(const Served& served) { return served.refusal().reason; }

  TestOffice office;
};

TEST_F(ServeTest, serves_an_appointment_from_the_call_to_the_receipt) {
  const auto appointment = office.book(1);
  const Ticket waiting = office.check_in(appointment).value();
  office.pass(10min);
  const Ticket called = office.call_next().value();
  EXPECT_EQ(called.id, waiting.id);
  EXPECT_EQ(called.state, TicketState::called);
  EXPECT_EQ(called.counter, "1");
  EXPECT_EQ(called.staff, kAli);
  EXPECT_EQ(called.called_at, office.now());
  EXPECT_EQ(called.calls, 1);
  EXPECT_EQ(office.count(Status::booked), 1);
  office.pass(1min);
  const Ticket recalled = office.act<Recall>(called).value();
  EXPECT_EQ(recalled.calls, 2);
  EXPECT_EQ(recalled.called_at, office.now());
  const Ticket serving = office.act<Start>(recalled).value();
  EXPECT_EQ(serving.state, TicketState::serving);
  EXPECT_EQ(serving.started_at, office.now());
  EXPECT_EQ(office.count(Status::attended), 1);
  EXPECT_EQ(office.count("appointment_event", "kind = 'attended' AND actor = 'staff:41'"), 1);
  EXPECT_EQ(office.count("outbox", "kind = 'attended'"), 0);
  office.pass(20min);
  const Ticket finished = office.finish(serving, "kk-0017/2").value();
  EXPECT_EQ(finished.state, TicketState::finished);
  EXPECT_EQ(finished.receipt, "KK-0017/2");
  EXPECT_EQ(finished.ended_at, office.now());
  EXPECT_EQ(office.reread(finished).version, finished.version);
  EXPECT_EQ(office.count("ticket_event"), 5);
}

TEST_F(ServeTest, takes_no_cash) {
  office.walk_in();
  const Ticket serving = office.act<Start>(office.call_next().value()).value();
  for (const char* cash : {"cash", "TUNAI", "RM 50", "a b"})
    EXPECT_EQ(refusal(office.finish(serving, cash)), ServeRefusal::bad_receipt) << cash;
  EXPECT_EQ(office.reread(serving).state, TicketState::serving);
  EXPECT_EQ(office.finish(serving)->receipt, "");
}

TEST_F(ServeTest, calls_nobody_where_the_counter_is_closed_or_busy_or_nobody_waits) {
  EXPECT_EQ(refusal(office.call_next("2")), ServeRefusal::counter_not_open);
  EXPECT_EQ(refusal(office.call_next()), ServeRefusal::nobody_waits);
  office.walk_in(kPermit);
  EXPECT_EQ(refusal(office.call_next()), ServeRefusal::nobody_waits);
  office.walk_in();
  office.walk_in();
  const Ticket called = office.call_next().value();
  const Served busy = office.call_next();
  EXPECT_EQ(refusal(busy), ServeRefusal::counter_busy);
  EXPECT_EQ(busy.refusal().ticket->id, called.id);
}

TEST_F(ServeTest, calls_in_the_order_of_the_rule_and_remembers_the_last_calls) {
  std::string order;
  for (int i = 0; i < 4; ++i) office.walk_in(kPassport, Priority::disabled);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(office.check_in(office.book(2)).ok());
  for (int i = 0; i < 2; ++i) office.walk_in();
  for (int i = 0; i < 10; ++i) {
    const Ticket called = office.call_next().value();
    order += domain::to_text(called.lane).front();
    ASSERT_TRUE(office.finish(office.act<Start>(called).value()).ok());
  }
  EXPECT_EQ(order, "ppappaaoao");
}

TEST_F(ServeTest, refuses_what_was_decided_on_an_older_version) {
  office.walk_in();
  const Ticket called = office.call_next().value();
  const Ticket absent = office.act<MarkAbsent>(called).value();
  for (const Served& served : {office.act<Start>(called), office.act<Recall>(called),
                               office.act<MarkAbsent>(called), office.finish(called)}) {
    EXPECT_EQ(refusal(served), ServeRefusal::changed_meanwhile);
    EXPECT_EQ(served.refusal().ticket->state, TicketState::absent);
    EXPECT_EQ(served.refusal().ticket->version, absent.version);
  }
}

TEST_F(ServeTest, refuses_what_the_state_does_not_allow) {
  const Ticket waiting = office.walk_in();
  EXPECT_EQ(refusal(office.act<Start>(waiting)), ServeRefusal::wrong_state);
  EXPECT_EQ(refusal(office.act<Recall>(waiting)), ServeRefusal::wrong_state);
  EXPECT_EQ(refusal(office.act<MarkAbsent>(waiting)), ServeRefusal::wrong_state);
  EXPECT_EQ(refusal(office.act<PutBack>(waiting)), ServeRefusal::wrong_state);
  EXPECT_EQ(refusal(office.finish(waiting)), ServeRefusal::wrong_state);
}

TEST_F(ServeTest, knows_a_ticket_only_at_its_own_office) {
  const Ticket ticket = office.walk_in();
  Recall recall;
  recall.seen = {ticket.id, ticket.version, kOtherOffice, {}};
  EXPECT_EQ(refusal(office.house.engine.run(recall)), ServeRefusal::unknown);
  recall.seen = {domain::TicketId{5}, 1, kOffice, {}};
  EXPECT_EQ(refusal(office.house.engine.run(recall)), ServeRefusal::unknown);
}

TEST_F(ServeTest, does_not_start_an_appointment_that_was_cancelled_meanwhile) {
  ASSERT_TRUE(office.check_in(office.book(1)).ok());
  const Ticket called = office.call_next().value();
  office.house.change("UPDATE appointment SET status = 'cancelled_by_applicant'");
  EXPECT_EQ(refusal(office.act<Start>(called)), ServeRefusal::appointment_gone);
  EXPECT_EQ(office.reread(called).state, TicketState::called);
}

TEST_F(ServeTest, puts_who_comes_back_behind_the_open_lane) {
  const Ticket first = office.check_in(office.book(1)).value();
  const Ticket second = office.walk_in();
  const Ticket absent = office.act<MarkAbsent>(office.call_next().value()).value();
  EXPECT_EQ(absent.id, first.id);
  EXPECT_EQ(absent.ended_at, office.now());
  office.pass(5min);
  const Ticket back = office.act<PutBack>(absent).value();
  EXPECT_EQ(back.lane, Lane::open);
  EXPECT_EQ(back.turn_at, office.now());
  EXPECT_EQ(back.state, TicketState::waiting);
  EXPECT_FALSE(back.ended_at.has_value());
  EXPECT_EQ(office.call_next()->id, second.id);
}

TEST_F(ServeTest, lets_a_priority_keep_its_lane_when_it_comes_back) {
  office.walk_in(kPassport, Priority::pregnant);
  const Ticket absent = office.act<MarkAbsent>(office.call_next().value()).value();
  EXPECT_EQ(office.act<PutBack>(absent)->lane, Lane::priority);
}

TEST_F(ServeTest, sends_on_to_the_pool_of_another_service_with_number_lane_and_turn) {
  const Ticket waiting = office.check_in(office.book(1)).value();
  const Ticket serving = office.act<Start>(office.call_next().value()).value();
  office.pass(15min);
  const Ticket sent = office.transfer(serving, ToService{kPermit}).value();
  EXPECT_EQ(sent.state, TicketState::waiting);
  EXPECT_EQ(sent.pool, kPermits);
  EXPECT_EQ(sent.service, kPermit);
  EXPECT_EQ(sent.number_pool, kPassports);
  EXPECT_EQ(sent.number, waiting.number);
  EXPECT_EQ(sent.lane, waiting.lane);
  EXPECT_EQ(sent.turn_at, waiting.turn_at);
  EXPECT_EQ(sent.counter, "");
  EXPECT_FALSE(sent.called_at || sent.started_at);
  EXPECT_EQ(refusal(office.call_next()), ServeRefusal::nobody_waits);
  office.open("2", kMei, {kPermits});
  const Ticket again = office.act<Start>(office.call_next("2").value()).value();
  EXPECT_EQ(office.finish(again)->state, TicketState::finished);
  EXPECT_EQ(office.count("appointment_event", "kind = 'attended'"), 1);
}

TEST_F(ServeTest, sends_on_to_a_counter_that_then_calls_it_alone_as_long_as_it_is_open) {
  office.open("2", kMei, {kPermits});
  office.walk_in();
  const Ticket called = office.call_next().value();
  const Ticket sent = office.transfer(called, ToCounter{"2"}).value();
  EXPECT_EQ(sent.for_counter, "2");
  EXPECT_EQ(refusal(office.call_next()), ServeRefusal::nobody_waits);
  const Served wrong = office.house.engine.run(CallTicket{{seen(sent), kAli}, "1"});
  EXPECT_EQ(refusal(wrong), ServeRefusal::other_counter);
  EXPECT_EQ(office.call_next("2")->id, sent.id);
  const Ticket back = office.transfer(office.reread(sent), ToCounter{"2"}).value();
  ASSERT_TRUE(office.house.engine.run(CloseCounter{office.day(), "2"}).ok());
  EXPECT_EQ(office.call_next()->id, back.id);
}

TEST_F(ServeTest, sends_nobody_to_what_is_not_there) {
  const Ticket ticket = office.walk_in();
  for (const std::variant<ToService, ToPool, ToCounter>& to :
       {std::variant<ToService, ToPool, ToCounter>(ToService{kNotOffered}),
        {ToPool{kElsewhere}},
        {ToCounter{"9"}}})
    EXPECT_EQ(refusal(office.transfer(ticket, to)), ServeRefusal::no_target);
  EXPECT_EQ(office.transfer(ticket, ToPool{kPermits})->service, kPassport);
}

TEST_F(ServeTest, calls_out_of_turn_whom_the_officer_picks) {
  office.walk_in();
  const Ticket second = office.walk_in(), permit = office.walk_in(kPermit);
  const auto pick = [&](const Ticket& ticket, const std::string& counter) {
    return office.house.engine.run(CallTicket{{seen(ticket), kAli}, counter});
  };
  EXPECT_EQ(refusal(pick(second, "3")), ServeRefusal::counter_not_open);
  const Ticket called = pick(second, "1").value();
  EXPECT_EQ(called.id, second.id);
  EXPECT_EQ(called.counter, "1");
  EXPECT_EQ(refusal(pick(permit, "1")), ServeRefusal::counter_busy);
  ASSERT_TRUE(office.act<MarkAbsent>(called).ok());
  EXPECT_EQ(pick(permit, "1")->id, permit.id);
}

TEST_F(ServeTest, announces_the_office_after_every_change) {
  std::vector<std::int64_t> queues;
  engine::Engine engine(*office.house.database, office.house.clock, office.house.ids, {});
  engine.listen([&](const engine::Events& events) { queues = events.queues; });
  ASSERT_TRUE(engine.run(IssueWalkIn{office.day(), kPassport, 1, Priority::none, kAli}).ok());
  EXPECT_EQ(queues, std::vector<std::int64_t>{kOffice.value});
  ASSERT_TRUE(engine.run(CallNext{office.day(), "1", kAli}).ok());
  EXPECT_EQ(queues, std::vector<std::int64_t>{kOffice.value});
  ASSERT_FALSE(engine.run(CallNext{office.day(), "1", kAli}).ok());
  EXPECT_TRUE(queues.empty());
  engine.stop();
}

TEST(counters, are_opened_once_and_by_one_officer) {
  TestOffice office;
  const auto open = [&](const std::string& name, std::int64_t staff, std::vector<domain::PoolId> pools) {
    return office.house.engine.run(OpenCounter{office.day(), name, staff, std::move(pools)});
  };
  EXPECT_EQ(open(" k 1 ", kAli, {kPermits, kPassports, kPermits})->name, "K 1");
  const auto taken = open("K 1", kMei, {kPassports});
  EXPECT_EQ(taken.refusal().reason, OpenCounterRefusal::taken);
  EXPECT_EQ(taken.refusal().by, kAli);
  const auto elsewhere = open("2", kAli, {kPassports});
  EXPECT_EQ(elsewhere.refusal().reason, OpenCounterRefusal::open_elsewhere);
  EXPECT_EQ(elsewhere.refusal().at, "K 1");
  EXPECT_EQ(open("", kMei, {kPassports}).refusal().reason, OpenCounterRefusal::bad_name);
  EXPECT_EQ(open("2", kMei, {}).refusal().reason, OpenCounterRefusal::bad_pools);
  EXPECT_EQ(open("2", kMei, {kElsewhere}).refusal().reason, OpenCounterRefusal::bad_pools);
  EXPECT_EQ(list_counters(*office.house.connection, office.day()).at(0).pools,
            (std::vector{kPassports, kPermits}));
  office.pass(1h);
  EXPECT_EQ(open("K 1", kAli, {kPermits})->since, office.now() - 1h);
  EXPECT_EQ(list_counters(*office.house.connection, office.day()).at(0).pools, std::vector{kPermits});
  office.pass(24h);
  EXPECT_TRUE(list_counters(*office.house.connection, office.day()).empty());
  EXPECT_EQ(open("2", kAli, {kPassports})->since, office.now());
  EXPECT_EQ(open("K 1", kMei, {kPassports})->staff, kMei);
}

TEST(counters, are_taken_over_with_whom_the_other_one_called) {
  TestOffice office;
  office.allow_walk_ins();
  office.open("1", kAli);
  office.walk_in();
  const Ticket called = office.call_next().value();
  office.pass(10min);
  const OpenCounter take_over{office.day(), "1", kMei, {kPassports}, true};
  const auto taken = office.house.engine.run(take_over);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->staff, kMei);
  EXPECT_EQ(taken->since, office.now());
  EXPECT_EQ(list_counters(*office.house.connection, office.day()).size(), 1u);
  Start start;
  start.seen = seen(called);
  start.staff = kMei;
  EXPECT_EQ(office.house.engine.run(start)->counter, "1");
  office.open("2", kAli);
  const OpenCounter second{office.day(), "2", kMei, {kPassports}, true};
  EXPECT_EQ(office.house.engine.run(second).refusal().reason, OpenCounterRefusal::open_elsewhere);
}

TEST(counters, close_only_when_nobody_is_there) {
  TestOffice office;
  office.allow_walk_ins();
  office.open("1", kAli);
  const auto close = [&] { return office.house.engine.run(CloseCounter{office.day(), "1"}); };
  office.walk_in();
  const Ticket called = office.call_next().value();
  EXPECT_EQ(close().refusal(), CloseCounterRefusal::busy);
  ASSERT_TRUE(office.act<MarkAbsent>(called).ok());
  EXPECT_TRUE(close().ok());
  EXPECT_EQ(close().refusal(), CloseCounterRefusal::not_open);
  EXPECT_EQ(office.count("open_counter_pool"), 0);
}

TEST(rules, are_the_standard_until_the_office_decides) {
  TestOffice office;
  const Rules standard = find_rules(*office.house.connection, kOffice);
  EXPECT_FALSE(standard.walk_ins);
  EXPECT_EQ(standard.arrival.early, 60min);
  EXPECT_EQ(standard.arrival.late, 0min);
  const auto set = [&](std::chrono::minutes early, std::chrono::minutes late) {
    return office.house.engine.run(SetRules{kOffice, {true, {early, late}}}).ok();
  };
  EXPECT_FALSE(set(721min, 0min));
  EXPECT_FALSE(set(0min, -1min));
  EXPECT_TRUE(set(720min, 5min));
  EXPECT_TRUE(set(30min, 0min));
  const Rules rules = find_rules(*office.house.connection, kOffice);
  EXPECT_TRUE(rules.walk_ins);
  EXPECT_EQ(rules.arrival.early, 30min);
}

}  // namespace
}  // namespace temujanji::counter
