// What happens when many press at once: threads of one process and, on PostgreSQL, several processes.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/support/test_office.h"

namespace temujanji::counter {
namespace {

using domain::Priority;
using domain::TicketState;

/// Another process on the same database, where that may have several; else the same engine.
class Officers {
 public:
  explicit Officers(TestOffice& office) : office_(office) {
    for (int number = 0; number < (tests::on_postgresql() ? 2 : 0); ++number) others_.emplace_back(office);
  }
  ~Officers() {
    for (Process& process : others_) process.engine->stop();
  }
  engine::Engine& engine_of(int officer) {
    const auto place = static_cast<std::size_t>(officer) % (others_.size() + 1);
    return place == 0 ? office_.house.engine : *others_[place - 1].engine;
  }

 private:
  struct Process {
    explicit Process(TestOffice& office)
        : database(office.house.under_test.open()),
          ids(std::make_unique<base::IdSource>(office.house.clock, 0)),
          peers(database->join(storage::Role::helper, *ids)),
          engine(std::make_unique<engine::Engine>(*database, office.house.clock, *ids,
                                                  engine::Engine::Options{})) {}
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<base::IdSource> ids;
    std::unique_ptr<storage::Peers> peers;
    std::unique_ptr<engine::Engine> engine;
  };
  TestOffice& office_;
  std::vector<Process> others_;
};

template <class Work>
void at_once(int count, const Work& work) {
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int number = 0; number < count; ++number) {
    threads.emplace_back([&, number] {
      while (!go.load()) std::this_thread::yield();
      work(number);
    });
  }
  go.store(true);
  for (std::thread& thread : threads) thread.join();
}

TEST(many_officers, never_call_the_same_number_and_call_everybody) {
  constexpr int kCounters = 8, kPeople = 96;
  TestOffice office;
  office.allow_walk_ins();
  for (int i = 0; i < kPeople; ++i)
    office.walk_in(kPassport, i % 5 == 0 ? Priority::elderly : Priority::none);
  for (int i = 0; i < kCounters; ++i) office.open(std::to_string(i), 100 + i, {kPassports, kPermits});
  Officers officers(office);
  std::vector<std::vector<int>> called(kCounters);
  std::atomic<int> surprises{0};
  at_once(kCounters, [&](int number) {
    engine::Engine& engine = officers.engine_of(number);
    for (;;) {
      const Served next = engine.run(CallNext{office.day(), std::to_string(number), 100 + number});
      if (!next) {
        if (next.refusal().reason != ServeRefusal::nobody_waits) ++surprises;
        return;
      }
      called[static_cast<std::size_t>(number)].push_back(next->number);
      const Served serving = engine.run(Start{{seen(*next), 100 + number}});
      if (!serving || !engine.run(Finish{{seen(*serving), 100 + number}, ""})) ++surprises;
    }
  });
  std::multiset<int> all;
  for (const auto& numbers : called) all.insert(numbers.begin(), numbers.end());
  EXPECT_EQ(all.size(), std::size_t{kPeople});
  EXPECT_EQ(std::set<int>(all.begin(), all.end()).size(), std::size_t{kPeople});
  EXPECT_EQ(surprises, 0);
  EXPECT_EQ(office.count("ticket", "state = 'finished' AND calls = 1"), kPeople);
}

TEST(many_officers, who_press_the_same_button_at_once_do_it_once) {
  constexpr int kAtOnce = 6;
  TestOffice office;
  office.allow_walk_ins();
  for (int i = 0; i < kAtOnce; ++i) office.open(std::to_string(i), 100 + i);
  Officers officers(office);
  for (int round = 0; round < 10; ++round) {
    const Ticket ticket = office.walk_in();
    std::atomic<int> done{0}, changed{0};
    at_once(kAtOnce, [&](int number) {
      const Served called =
          officers.engine_of(number).run(CallTicket{{seen(ticket), kAli}, std::to_string(number)});
      if (called) ++done;
      if (!called && called.refusal().reason == ServeRefusal::changed_meanwhile) ++changed;
    });
    EXPECT_EQ(done, 1);
    EXPECT_EQ(changed, kAtOnce - 1);
    const Ticket now = office.reread(ticket);
    EXPECT_EQ(now.version, ticket.version + 1);
    ASSERT_TRUE(office.finish(office.act<Start>(now).value()).ok());
  }
}

TEST(many_scans, of_one_slip_give_one_number_and_of_many_slips_different_ones) {
  constexpr int kAtOnce = 8;
  TestOffice office;
  Officers officers(office);
  std::vector<domain::AppointmentId> appointments;
  appointments.reserve(12);
  for (int i = 0; i < 12; ++i) appointments.push_back(office.book(1));
  std::atomic<int> given{0}, flagged{0};
  at_once(kAtOnce, [&](int number) {
    for (const domain::AppointmentId appointment : appointments) {
      const auto outcome =
          officers.engine_of(number).run(CheckIn{office.day(), appointment, Priority::none, kAli});
      if (outcome) ++given;
      if (!outcome && outcome.refusal().reason == CheckInRefusal::already_here) ++flagged;
    }
  });
  EXPECT_EQ(given, 12);
  EXPECT_EQ(flagged, 12 * (kAtOnce - 1));
  EXPECT_EQ(office.house.number("SELECT max(number) FROM ticket"), 12);
}

TEST(many_officers, cancelling_and_starting_at_once_agree) {
  TestOffice office;
  Officers officers(office);
  office.open("1", kAli);
  for (int round = 0; round < 10; ++round) {
    const auto appointment = office.book(round + 4);
    const auto slot = TestOffice::slot_of(kPassports, round + 4);
    office.house.clock.set(TestOffice::slot_start(round + 4) + std::chrono::minutes(1));
    const Ticket called = [&] {
      (void)office.check_in(appointment);
      return office.call_next().value();
    }();
    std::atomic<bool> started{false}, cancelled{false};
    at_once(2, [&](int number) {
      engine::Engine& engine = officers.engine_of(number);
      if (number == 0) started = engine.run(Start{{seen(called), kAli}}).ok();
      if (number == 1)
        cancelled = engine.run(CancelLate{office.day(), appointment, slot, called.version, kMei}).ok();
    });
    EXPECT_NE(started, cancelled);
    const Ticket now = office.reread(called);
    EXPECT_EQ(now.state, started ? TicketState::serving : TicketState::cancelled);
    if (!started) continue;
    ASSERT_TRUE(office.finish(now).ok());
  }
}

}  // namespace
}  // namespace temujanji::counter
