#include "audit/sealer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "audit/verify.h"
#include "tests/support/test_log.h"

namespace temujanji::audit {
namespace {

using Rows = std::vector<RowKey>;
constexpr std::uint8_t kEvent = 1, kEntry = 2, kTicketEvent = 3;

class Sealing : public TestLog {
 protected:
  /// The tree as the definition makes it of all rows, in the order in which they were sealed.
  Hash root_of_rows() {
    Frontier tree;
    for (const RowKey& row : rows_in_tree(*connection)) {
      const Source& source = *find_source(row.tag);
      visit_rows(*connection, source, row.id, row.id,
                 [&](const storage::Rows& found) { tree.append(hash_leaf(content_of(source, found))); });
    }
    return tree.root();
  }
  void expect_each_row_once(std::size_t count) {
    const Rows rows = rows_in_tree(*connection);
    EXPECT_EQ(rows.size(), count);
    EXPECT_EQ(std::set<RowKey>(rows.begin(), rows.end()).size(), count);
    EXPECT_EQ(find_state(*connection).size, count);
    const auto head = find_last_head(*connection);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->size, count);
    EXPECT_EQ(head->root, root_of_rows());
  }
};

TEST_F(Sealing, takes_rows_of_all_tables_in_the_order_of_time_and_each_once) {
  events(10, 3);
  look("appointment:5");
  EXPECT_EQ(seal(), 4u);
  EXPECT_EQ(seal(), 0u);
  event(ids.next());
  ticket_event(ids.next());
  EXPECT_EQ(seal(), 2u);
  expect_each_row_once(6);
  const Rows rows = rows_in_tree(*connection);
  EXPECT_EQ(Rows(rows.begin(), rows.begin() + 3), (Rows{{10, kEvent}, {11, kEvent}, {12, kEvent}}));
  EXPECT_EQ(rows[3].tag, kEntry);
  EXPECT_EQ(rows[5].tag, kTicketEvent);
}

TEST_F(Sealing, signs_heads_that_hold_on_to_each_other_and_writes_them_to_the_file_too) {
  event(10);
  seal();
  clock.advance(std::chrono::seconds(20));
  event(ids.next());
  seal(Sealer::Heads::when_due);
  const auto heads = list_heads(*connection, 1, 10);
  ASSERT_EQ(heads.size(), 2u);
  EXPECT_EQ(heads[0].installation, "test");
  EXPECT_EQ(heads[0].previous, Hash{});
  EXPECT_EQ(heads[1].previous, hash_of(heads[0]));
  EXPECT_EQ(heads[1].at, clock.now());
  for (const Head& head : heads) EXPECT_TRUE(is_genuine(head, keys.public_key()));
  std::vector<Head> witnessed;
  HeadsFile(folder.path() / "audit-heads.log").read([&](std::size_t, const std::optional<Head>& head) {
    witnessed.push_back(head.value());
    return true;
  });
  EXPECT_EQ(witnessed, heads);
}

TEST_F(Sealing, signs_no_head_while_nothing_changes_and_few_while_much_does) {
  event(10);
  for (int second = 0; second < 30; ++second) {
    seal(Sealer::Heads::when_due);
    clock.advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(list_heads(*connection, 1, 10).size(), 1u);
  for (int second = 0; second < 30; ++second) {
    event(ids.next());
    seal(Sealer::Heads::when_due);
    clock.advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(list_heads(*connection, 1, 10).size(), 4u);
  EXPECT_EQ(sealer.figures().size, 31u);
  clock.set(base::from_millis(1'793'577'000'000));
  event(ids.next());
  seal(Sealer::Heads::when_due);
  EXPECT_EQ(list_heads(*connection, 1, 10).size(), 5u) << "although the clock was set back";
}

TEST_F(Sealing, fills_page_after_page) {
  connection->run_script("BEGIN");
  events(1000, 2 * static_cast<std::int64_t>(kPageLeaves) + 100);
  connection->run_script("COMMIT");
  auto small = make_sealer({100, 65'536});
  EXPECT_EQ(small.round(*connection, Sealer::Heads::now), 2 * kPageLeaves + 100);
  expect_each_row_once(2 * kPageLeaves + 100);
  const auto pages = list_pages(*connection, 0, 10);
  ASSERT_EQ(pages.size(), 3u);
  EXPECT_EQ(pages[1].first_id, 1000 + static_cast<std::int64_t>(kPageLeaves));
  EXPECT_EQ(pages[2].size(), 100u);
  EXPECT_EQ(hash_of_range(*connection, 0, 2 * kPageLeaves + 100), find_last_head(*connection)->root);
}

TEST_F(Sealing, goes_on_where_another_sealer_ended_in_the_middle) {
  connection->run_script("BEGIN");
  events(1000, 700);
  connection->run_script("COMMIT");
  auto first = make_sealer({100, 300});
  EXPECT_EQ(first.round(*connection), 300u);
  auto second = make_sealer({100, 300});
  EXPECT_EQ(second.round(*connection), 300u);
  EXPECT_EQ(first.round(*connection, Sealer::Heads::now), 100u);
  expect_each_row_once(700);
}

/// A command that seals and then fails, so that its transaction is undone.
struct GrowAndFail {
  Grow grow;
  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const {
    grow.apply(scope);
    throw base::Fault("the power is gone");
  }
};

TEST_F(Sealing, changes_nothing_if_the_transaction_is_undone_or_somebody_was_quicker) {
  event(10);
  seal();
  event(11);
  Growth late = Growth::load(*connection);
  late.append({{11, kEvent}, hash_leaf("")});
  const Grow grow = late.take();
  EXPECT_THROW(engine.run(GrowAndFail{grow}), base::Fault);
  EXPECT_EQ(find_state(*connection).size, 1u);
  EXPECT_EQ(seal(), 1u);
  EXPECT_FALSE(engine.run(grow));
  expect_each_row_once(2);
}

TEST_F(Sealing, finds_rows_that_were_committed_after_later_ones) {
  const auto old = base::lowest_id_at(clock.now() - std::chrono::hours(30));
  const auto minutes_ago = base::lowest_id_at(clock.now() - std::chrono::minutes(5));
  for (int i = 0; i < 50; ++i) {
    event(old + i * 2);
    event(minutes_ago + i * 2);
    event(ids.next());
  }
  auto small = make_sealer({10, 65'536});
  EXPECT_EQ(small.round(*connection, Sealer::Heads::now), 150u);
  event(old + 51);
  event(minutes_ago + 51);
  event(base::lowest_id_at(clock.now() - std::chrono::milliseconds(1500)));
  std::size_t sealed = 0;
  for (int round = 0; round < 20; ++round) sealed += small.round(*connection, Sealer::Heads::now);
  EXPECT_EQ(sealed, 3u);
  expect_each_row_once(153);
}

TEST_F(Sealing, misses_nothing_whatever_the_clocks_of_processes_show) {
  std::mt19937 chance{11};
  auto small = make_sealer({7, 30});
  std::size_t written = 0;
  for (int round = 0; round < 200; ++round) {
    for (std::uint32_t more = chance() % 8; more > 0; --more) {
      // Hours to and fro, by processes of many numbers.
      const auto skew = std::chrono::milliseconds(static_cast<int>(chance() % 20'000'000) - 10'000'000);
      const std::int64_t id = base::lowest_id_at(clock.now() + skew) + static_cast<int>(chance() % 4'000'000);
      if (chance() % 2 == 0) {
        event(id);
      } else {
        change("INSERT INTO audit_event VALUES (" + std::to_string(id) +
               ", 5, 'operator', 'tried', 'office:1', NULL, '')");
      }
      ++written;
    }
    clock.advance(std::chrono::milliseconds(chance() % 3000));
    small.round(*connection);
  }
  for (int round = 0; round < 300; ++round) small.round(*connection, Sealer::Heads::now);
  expect_each_row_once(written);
}

TEST_F(Sealing, takes_a_row_whose_transaction_was_open_while_later_ones_were_sealed) {
  if (!tests::on_postgresql()) GTEST_SKIP() << "SQLite has one transaction at a time";
  const auto other = database->connect(storage::Access::write);
  for (const auto age : {std::chrono::milliseconds(0), std::chrono::milliseconds(90'000)}) {
    other->run_script("BEGIN; INSERT INTO appointment_event VALUES (" +
                      std::to_string(base::lowest_id_at(clock.now() - age)) +
                      ", 5, 'booked', 1, 'applicant', '')");
    clock.advance(std::chrono::milliseconds(1000));
    event(ids.next());
    look("appointment:5");
    EXPECT_EQ(seal(), 2u);
    other->run_script("COMMIT");
    EXPECT_EQ(seal(), 1u);
  }
  expect_each_row_once(6);
}

struct Shared {
  const tests::TestDatabase& under_test;
  const tests::TestFolder& folder;
  const base::Clock& clock;
  const base::KeyRing& keys;
};

/// A process of its own that seals.
struct SealingProcess {
  SealingProcess(const Shared& parts, int number)
      : database(parts.under_test.open()),
        ids(parts.clock, static_cast<std::uint8_t>(number)),
        engine(*database, parts.clock, ids, {}),
        reader(database->connect(storage::Access::read)),
        sealer(engine, parts.clock, parts.keys,
               HeadsFile(parts.folder.path() / ("heads-" + std::to_string(number))), {50, 200}) {}

  std::unique_ptr<storage::Database> database;
  base::IdSource ids;
  engine::Engine engine;
  std::unique_ptr<storage::Connection> reader;
  Sealer sealer;
};

TEST_F(Sealing, by_two_processes_at_once_takes_each_row_once) {
  constexpr int kWritten = 600;
  std::atomic<bool> over = false;
  std::vector<std::thread> threads;
  for (const int number : {2, 3}) {
    threads.emplace_back([&, number] {
      SealingProcess process({under_test, folder, clock, keys}, number);
      while (!over) process.sealer.round(*process.reader, Sealer::Heads::now);
    });
  }
  for (int i = 0; i < kWritten; ++i) {
    look("appointment:" + std::to_string(i));
    clock.advance(std::chrono::milliseconds(20));
  }
  over = true;
  for (std::thread& thread : threads) thread.join();
  while (seal() > 0) {
  }
  expect_each_row_once(kWritten);
  const auto seen =
      verify(*connection, clock.now() + std::chrono::hours(1), keys.public_key(),
             {HeadsFile(folder.path() / "heads-2"), HeadsFile(folder.path() / "heads-3")}, to_the_end);
  EXPECT_TRUE(seen.problems.empty()) << seen.problems.kept().front();
  EXPECT_GT(seen.witnessed, 0u);
}

TEST_F(Sealing, refuses_to_go_on_where_pages_or_heads_are_gone) {
  events(10, 3);
  seal();
  change("DELETE FROM audit_page");
  event(20);
  auto next = make_sealer({});
  EXPECT_THROW(next.round(*connection), base::Fault);
  change("UPDATE audit_tree SET size = 0");
  EXPECT_EQ(next.round(*connection), 4u);
  change("DELETE FROM audit_head");
  auto third = make_sealer({});
  EXPECT_THROW(third.round(*connection), base::Fault);
}

}  // namespace
}  // namespace temujanji::audit
