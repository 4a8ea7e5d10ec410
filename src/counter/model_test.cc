// Random days at an office, compared step by step with a small model of what should have happened.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "counter/close_day.h"
#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using domain::Lane;
using domain::Priority;
using domain::TicketState;

/// What the model knows of a number.
struct Person {
  TicketState state = TicketState::waiting;
  Lane lane{};
  base::Instant turn_at;
  int number = 0;
  std::string counter;
  bool has_appointment = false;
};

/// One pool of an office, served by two counters.
class Model {
 public:
  std::map<std::int64_t, Person> people;  // by id
  std::vector<Lane> recent;               // latest first

  const Person* at(const std::string& counter) const {
    for (const auto& [id, person] : people) {
      const bool there = person.state == TicketState::called || person.state == TicketState::serving;
      if (there && person.counter == counter) return &person;
    }
    return nullptr;
  }
  /// Who is next, by looking at everybody: the rule in its plainest form.
  std::optional<std::int64_t> next() const {
    std::map<Lane, std::pair<std::pair<base::Instant, int>, std::int64_t>> heads;
    for (const auto& [id, person] : people) {
      if (person.state != TicketState::waiting) continue;
      const auto turn = std::pair(person.turn_at, person.number);
      const auto head = heads.find(person.lane);
      if (head == heads.end() || turn < head->second.first) heads[person.lane] = {turn, id};
    }
    if (heads.empty()) return std::nullopt;
    return heads
        .at(lane(heads.contains(Lane::priority), heads.contains(Lane::appointment),
                 heads.contains(Lane::open)))
        .second;
  }

 private:
  Lane lane(bool priority, bool appointment, bool open) const {
    std::size_t in_row = 0;
    while (in_row < recent.size() && recent[in_row] == Lane::priority) ++in_row;
    if (priority && (in_row < 2 || (!appointment && !open))) return Lane::priority;
    if (!open || !appointment) return open ? Lane::open : Lane::appointment;
    int since_open = 0;
    for (std::size_t i = 0; i < recent.size() && i < domain::kRecentCalls && recent[i] != Lane::open; ++i)
      since_open += recent[i] == Lane::appointment ? 1 : 0;
    return since_open < 3 ? Lane::appointment : Lane::open;
  }
};

class RandomDay {
 public:
  explicit RandomDay(unsigned seed) : random_(seed) {
    office_.allow_walk_ins();
    office_.open("1", kAli);
    office_.open("2", kMei);
    // Nobody is early, and so the order does not hang on the time.
    CHECK(office_.house.engine.run(SetRules{kOffice, {true, {std::chrono::minutes(720), {}}}}).ok());
  }

  void run(int steps) {
    for (int step = 0; step < steps; ++step) {
      office_.pass(std::chrono::seconds(pick(90)));
      switch (pick(9)) {
        case 0:
        case 1:
          arrive();
          break;
        case 2:
          check_in();
          break;
        case 3:
        case 4:
          call();
          break;
        case 5:
          press<Start>(TicketState::called, TicketState::serving);
          break;
        case 6:
          finish();
          break;
        case 7:
          press<MarkAbsent>(TicketState::called, TicketState::absent);
          break;
        case 8:
          put_back();
          break;
      }
      compare();
    }
    close();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  Priority priority() { return pick(3) == 0 ? Priority::pregnant : Priority::none; }

  void note(const Ticket& ticket) {
    model_.people[ticket.id.value] = {ticket.state,  ticket.lane,    ticket.turn_at,
                                      ticket.number, ticket.counter, static_cast<bool>(ticket.appointment)};
  }
  void arrive() {
    const Ticket ticket = office_.walk_in(kPassport, priority());
    EXPECT_EQ(ticket.lane, ticket.priority == Priority::none ? Lane::open : Lane::priority);
    EXPECT_EQ(ticket.number, static_cast<int>(model_.people.size()) + 1);
    note(ticket);
  }
  void check_in() {
    for (int half_hour = 1; half_hour <= 17; ++half_hour) {
      if (TestOffice::slot_start(half_hour) <= office_.now() || pick(2) == 0) continue;
      const auto appointment = office_.book(half_hour);
      note(office_.check_in(appointment).value());
      EXPECT_EQ(office_.check_in(appointment).refusal().reason, CheckInRefusal::already_here);
      return;
    }
  }
  void call() {
    const std::string counter = pick(2) == 0 ? "1" : "2";
    const auto expected = model_.next();
    const Served called = office_.call_next(counter);
    if (model_.at(counter) != nullptr) {
      EXPECT_EQ(called.refusal().reason, ServeRefusal::counter_busy);
      return;
    }
    ASSERT_EQ(called.ok(), expected.has_value());
    if (!expected) return;
    EXPECT_EQ(called->id.value, *expected);
    Person& person = model_.people.at(*expected);
    person.state = TicketState::called;
    person.counter = counter;
    model_.recent.insert(model_.recent.begin(), person.lane);
  }
  /// Somebody of whom the model says that they are in that state, or anybody.
  std::optional<Ticket> somebody() {
    if (model_.people.empty()) return std::nullopt;
    auto chosen = model_.people.begin();
    std::advance(chosen, pick(static_cast<int>(model_.people.size())));
    return find_ticket(*office_.house.connection, domain::TicketId{chosen->first});
  }
  std::optional<Ticket> somebody(TicketState state) {
    for (const auto& [id, person] : model_.people) {
      if (person.state == state && pick(3) != 0)
        return find_ticket(*office_.house.connection, domain::TicketId{id});
    }
    return somebody();
  }
  void expect(const Served& served, TicketState from, TicketState to, domain::TicketId id) {
    Person& person = model_.people.at(id.value);
    EXPECT_EQ(served.ok(), person.state == from);
    if (!served) return;
    person.state = to;
    EXPECT_EQ(served->state, to);
  }
  template <class Command>
  void press(TicketState from, TicketState to) {
    if (const auto ticket = somebody(from)) expect(office_.act<Command>(*ticket), from, to, ticket->id);
  }
  void finish() {
    if (const auto ticket = somebody(TicketState::serving))
      expect(office_.finish(*ticket, "R-1"), TicketState::serving, TicketState::finished, ticket->id);
  }
  void put_back() {
    const auto ticket = somebody(TicketState::absent);
    if (!ticket) return;
    const Served back = office_.act<PutBack>(*ticket);
    expect(back, TicketState::absent, TicketState::waiting, ticket->id);
    if (!back) return;
    Person& person = model_.people.at(ticket->id.value);
    person.lane = ticket->priority == Priority::none ? Lane::open : Lane::priority;
    person.turn_at = office_.now();
  }

  void compare() {
    const Queue queue = office_.queue();
    std::size_t present = 0;
    for (const auto& [id, person] : model_.people)
      present += person.state == TicketState::absent || domain::is_open(person.state) ? 1 : 0;
    ASSERT_EQ(queue.entries.size(), present);
    for (const Queue::Entry& entry : queue.entries) {
      const Person& person = model_.people.at(entry.ticket.id.value);
      EXPECT_EQ(entry.ticket.state, person.state);
      EXPECT_EQ(entry.ticket.lane, person.lane);
    }
    const auto waiting = waiting_for(queue, kPassports, office_.now());
    const auto next = model_.next();
    ASSERT_EQ(!waiting.empty(), next.has_value());
    EXPECT_TRUE(!next || waiting.front()->ticket.id.value == *next);
  }

  void close() {
    const Day day = office_.day();
    office_.house.clock.set(day.to);
    const ClosedDay closed = office_.house.engine.run(CloseDay{day});
    int missed = 0, not_served = 0;
    for (const auto& [id, person] : model_.people) {
      if (!person.has_appointment) continue;
      missed += person.state == TicketState::called || person.state == TicketState::absent ? 1 : 0;
      not_served += person.state == TicketState::waiting ? 1 : 0;
    }
    // Who was served before and is absent now does not occur: nobody is transferred here.
    EXPECT_EQ(closed.missed, missed);
    EXPECT_EQ(closed.not_served, not_served);
    EXPECT_EQ(office_.count("ticket", "state = 'waiting' OR state = 'called' OR state = 'serving'"), 0);
    EXPECT_EQ(office_.count("appointment", "status = 'booked' OR status = 'confirmed'"), 0);
    EXPECT_EQ(office_.count("slot", "taken > 0"), 0);
  }

  TestOffice office_;
  Model model_;
  std::mt19937 random_;
};

TEST(random_days, go_as_the_model_says) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    RandomDay(seed).run(120);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace temujanji::counter
