// What several processes on one PostgreSQL rely on; its URL is in POSTGRESQL_UNDER_TEST.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include "storage/database.h"
#include "tests/support/notes.h"

namespace temujanji::storage {
namespace {

constexpr Statement kEndWriters{
    "end_writers", "",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    "AND application_name = 'temujanji'"};
constexpr Statement kCountReplicaWaits{
    "count_replica_waits", "",
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'temujanji'"};
constexpr Statement kCancelReplicaWaits{
    "cancel_replica_waits", "",
    "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep' "
    "AND application_name = 'temujanji'"};
constexpr Statement kCountProcesses{"count_processes", "", "SELECT count(*) FROM process"};
constexpr Statement kManyNumbers{"many_numbers", "", "SELECT generate_series(1, $1::bigint)"};
constexpr Statement kEcho{
    "echo", "",
    "SELECT wanted.text, wanted.number FROM unnest($1::text[], $2::bigint[]) "
    "WITH ORDINALITY AS wanted (text, count, number) WHERE count > 0 ORDER BY number DESC"};
constexpr Statement kInsertNotes{
    "insert_notes", "", "INSERT INTO note (id, text) SELECT * FROM unnest($1::bigint[], $2::text[])"};

/// One process: its connection that writes, and its place among the others.
struct Process {
  explicit Process(Role role = Role::helper)
      : database(open_postgresql(std::getenv("POSTGRESQL_UNDER_TEST"))),
        peers(database->join(role, ids)),
        writer(database->connect(Access::write)) {}

  int number() { return static_cast<int>(ids.next() >> 14 & 0xFF); }
  void insert(int id) { writer->execute(kInsertNote, {id, std::to_string(id)}); }

  base::ManualClock clock{base::from_millis(1'793'577'600'000)};
  base::IdSource ids{clock, 0};
  std::unique_ptr<Database> database;
  std::unique_ptr<Peers> peers;
  std::unique_ptr<Connection> writer;
};

class Processes : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(std::getenv("POSTGRESQL_UNDER_TEST"), nullptr) << "start through support/postgresql.py";
    const auto database = open_postgresql(std::getenv("POSTGRESQL_UNDER_TEST"));
    other = database->connect(Access::write);
    other->run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    migrate(*other, base::from_millis(5));
    other->run_script(kNoteTables);
  }
  std::int64_t number_of(const Statement& statement) const {
    Rows rows = other->query(statement);
    return rows.next() ? rows.integer(0) : -1;
  }
  void end_writers() const { number_of(kEndWriters); }

  std::unique_ptr<Connection> other;
};

TEST_F(Processes, have_numbers_of_their_own_and_give_them_back) {
  Process first;
  {
    Process second;
    EXPECT_EQ(first.number(), 0);
    EXPECT_EQ(second.number(), 1);
  }
  Process third;
  EXPECT_EQ(third.number(), 1);
  EXPECT_EQ(number_of(kCountProcesses), 2);
}

std::ptrdiff_t count_open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST_F(Processes, give_back_what_they_had_when_they_cannot_begin) {
  // Somebody who may take a number, but not see what others did.
  other->run_script(
      "CREATE ROLE short_sighted LOGIN; GRANT USAGE ON SCHEMA public TO short_sighted; "
      "GRANT INSERT, DELETE ON process TO short_sighted; "
      "GRANT SELECT (number, token, seen_at) ON process TO short_sighted");
  std::string url = std::getenv("POSTGRESQL_UNDER_TEST");
  constexpr std::string_view kUser = "user=temujanji";
  ASSERT_NE(url.find(kUser), url.npos);
  url.replace(url.find(kUser), kUser.size(), "user=short_sighted");
  const base::ManualClock clock{base::from_millis(1'793'577'600'000)};
  base::IdSource ids{clock, 0};
  const auto database = open_postgresql(url);
  const std::ptrdiff_t files = count_open_files();
  EXPECT_THROW(database->join(Role::server, ids), base::Fault);
  EXPECT_EQ(number_of(kCountProcesses), 0);
  EXPECT_EQ(count_open_files(), files);
  EXPECT_NO_THROW(database->join(Role::helper, ids));
  other->run_script("DROP OWNED BY short_sighted; DROP ROLE short_sighted");
}

TEST_F(Processes, take_the_number_of_one_that_was_away_for_long_and_that_one_takes_another) {
  Process away;
  other->run_script("UPDATE process SET seen_at = seen_at - 200000");
  Process next;
  EXPECT_EQ(next.number(), 0);
  away.writer->begin();
  away.insert(1);
  EXPECT_THROW(away.writer->commit(), PassingFault);
  away.writer->rollback();
  EXPECT_TRUE(notes(*other).empty());
  away.writer->begin();
  away.insert(2);
  EXPECT_GT(away.writer->commit(), 0);
  EXPECT_EQ(away.number(), 1);
  EXPECT_EQ(notes(*other), Texts{"2"});
}

TEST_F(Processes, number_their_transactions_and_only_those_that_change_something) {
  Process process;
  std::int64_t last = 0;
  for (int id = 1; id <= 3; ++id) {
    process.writer->begin();
    process.insert(id);
    const std::int64_t number = process.writer->commit();
    EXPECT_GT(number, last);
    last = number;
  }
  process.writer->begin();
  EXPECT_EQ(notes(*process.writer).size(), 3u);
  EXPECT_EQ(process.writer->commit(), 0);
}

TEST_F(Processes, find_out_that_a_commit_without_an_answer_does_not_stand) {
  Process process;
  process.writer->begin();
  process.insert(1);
  process.writer->commit();
  process.writer->begin();
  process.insert(2);
  end_writers();
  EXPECT_THROW(process.writer->commit(), UnknownCommit);
  process.writer->rollback();
  EXPECT_EQ(process.writer->find_out_commit(), 0);
  EXPECT_EQ(notes(*other), Texts{"1"});
}

TEST_F(Processes, find_out_that_a_commit_stands) {
  Process process;
  process.writer->begin();
  process.insert(1);
  const std::int64_t number = process.writer->commit();
  end_writers();
  EXPECT_EQ(process.writer->find_out_commit(), number);
}

/// Writes notes with ascending ids until nothing is acknowledged any more, because no replica has it.
class WritingWithoutReplica {
 public:
  WritingWithoutReplica(Process& process, Connection& other) : process_(process), other_(other) {
    other.run_script("SET synchronous_commit = local");
    other.run_script("ALTER SYSTEM SET synchronous_standby_names = 'away'");
    other.run_script("SELECT pg_reload_conf()");
    for (int tries = 0; tries < 1000 && count_waits() == 0; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    enough_ = true;
  }
  std::int64_t count_waits() { return ask(kCountReplicaWaits); }
  void cancel_wait() { EXPECT_EQ(ask(kCancelReplicaWaits), 1); }
  void end() {
    other_.run_script("ALTER SYSTEM RESET synchronous_standby_names");
    other_.run_script("SELECT pg_reload_conf()");
    writing_.join();
  }

  std::atomic<int> acknowledged = 0;
  std::atomic<bool> in_doubt = false;

 private:
  void write() {
    // The server takes the setting in only a moment later.
    while (!enough_) {
      process_.writer->begin();
      process_.insert(acknowledged + 1);
      process_.writer->commit();
      ++acknowledged;
    }
  }
  void write_until_in_doubt() {
    try {
      write();
    } catch (const UnknownCommit&) {
      process_.writer->rollback();
      in_doubt = true;
    }
  }
  std::int64_t ask(const Statement& statement) {
    Rows rows = other_.query(statement);
    return rows.next() ? rows.integer(0) : -1;
  }

  Process& process_;
  Connection& other_;
  std::atomic<bool> enough_ = false;
  std::thread writing_{[this] { write_until_in_doubt(); }};
};

TEST_F(Processes, wait_for_a_synchronous_replica_as_long_as_it_takes) {
  // Longer than anything else is waited for.
  constexpr auto kAway = std::chrono::seconds(4);
  Process process;
  WritingWithoutReplica writing(process, *other);
  const int before = writing.acknowledged;
  std::this_thread::sleep_for(kAway);
  const std::int64_t waiting = writing.count_waits();
  const int meanwhile = writing.acknowledged;
  writing.end();
  EXPECT_EQ(waiting, 1);
  EXPECT_EQ(meanwhile, before) << "nobody was told anything";
  EXPECT_FALSE(writing.in_doubt);
  EXPECT_EQ(writing.acknowledged, before + 1);
  EXPECT_EQ(notes(*other).size(), static_cast<std::size_t>(before + 1));
}

TEST_F(Processes, acknowledge_nothing_whose_wait_for_a_replica_somebody_cancelled) {
  Process process;
  WritingWithoutReplica writing(process, *other);
  const int before = writing.acknowledged;
  writing.cancel_wait();
  for (int tries = 0; tries < 1000 && !writing.in_doubt; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_TRUE(writing.in_doubt);
  EXPECT_EQ(writing.acknowledged, before);
  // It stands here alone; finding out so waits for the replica.
  std::atomic<std::int64_t> number = 0;
  std::thread finding_out([&] { number = process.writer->find_out_commit(); });
  for (int tries = 0; tries < 1000 && writing.count_waits() == 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(writing.count_waits(), 1);
  EXPECT_EQ(number, 0);
  writing.end();
  finding_out.join();
  EXPECT_GT(number, 0);
  EXPECT_EQ(notes(*other).size(), static_cast<std::size_t>(before + 1));
}

TEST_F(Processes, wait_for_what_another_has_claimed) {
  Process first;
  Process second;
  const std::vector<std::int64_t> mine{3, 5}, also{5, 8}, others{9};
  first.writer->begin();
  first.writer->claim(mine);
  first.insert(1);
  second.writer->begin();
  second.writer->claim(others);
  EXPECT_TRUE(notes(*second.writer).empty());
  EXPECT_FALSE(second.writer->has_waited());
  second.writer->rollback();
  std::atomic<bool> over = false;
  std::thread waiting([&] {
    second.writer->begin();
    second.writer->claim(also);
    EXPECT_EQ(notes(*second.writer), Texts{"1"});
    EXPECT_TRUE(second.writer->has_waited());
    over = true;
    second.writer->rollback();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(over);
  first.writer->commit();
  waiting.join();
  EXPECT_TRUE(over);
}

TEST_F(Processes, lose_what_they_claimed_when_they_hang) {
  Process hanging;
  Process next;
  const std::vector<std::int64_t> wanted{3};
  hanging.writer->run_script("SET idle_in_transaction_session_timeout = '100ms'");
  next.writer->run_script("SET lock_timeout = '10s'");
  hanging.writer->begin();
  hanging.writer->claim(wanted);
  hanging.writer->read_answers();
  next.writer->begin();
  next.writer->claim(wanted);
  EXPECT_TRUE(notes(*next.writer).empty());
  next.writer->rollback();
  EXPECT_THROW(hanging.writer->commit(), PassingFault);
  hanging.writer->rollback();
  hanging.writer->begin();
  hanging.insert(1);
  hanging.writer->commit();
  EXPECT_EQ(notes(*other), Texts{"1"});
}

TEST_F(Processes, ask_and_write_set_by_set) {
  Process process;
  ParameterRows asked, written;
  const std::string empty, text = "陳";
  asked.add({text, 1});
  asked.add({"hidden", 0});
  asked.add({empty, 1});
  std::vector<std::pair<std::size_t, std::string>> seen;
  process.writer->begin();
  process.writer->ask_each(
      kEcho, asked, [&](std::size_t number, const Rows& row) { seen.emplace_back(number, row.string(0)); });
  process.writer->read_answers();
  EXPECT_EQ(seen, (std::vector<std::pair<std::size_t, std::string>>{{2, ""}, {0, "陳"}}));
  std::vector<std::string> texts;
  texts.reserve(300);
  for (int i = 0; i < 300; ++i) texts.push_back("note " + std::to_string(1000 + i));
  for (int i = 0; i < 300; ++i) written.add({i, texts[static_cast<std::size_t>(i)]});
  process.writer->execute_each(kInsertNotes, written);
  process.writer->commit();
  EXPECT_EQ(notes(*other), texts);
}

TEST_F(Processes, are_told_of_a_constraint_at_commit_at_the_latest) {
  Process process;
  process.writer->begin();
  process.insert(1);
  ParameterRows same;
  same.add({1, "another"});
  process.writer->execute_each(kInsertNotes, same);
  EXPECT_THROW(process.writer->commit(), ConstraintFault);
  process.writer->rollback();
  process.writer->begin();
  process.insert(2);
  process.writer->commit();
  EXPECT_EQ(notes(*other), Texts{"2"});
}

TEST_F(Processes, read_large_results_row_by_row_and_may_stop_in_the_middle) {
  Process process;
  const auto reader = process.database->connect(Access::read);
  std::int64_t sum = 0;
  {
    Rows rows = reader->stream(kManyNumbers, {100'000});
    while (rows.next()) sum += rows.integer(0);
  }
  EXPECT_EQ(sum, 5'000'050'000);
  {
    Rows rows = reader->stream(kManyNumbers, {100'000});
    EXPECT_TRUE(rows.next());
  }
  EXPECT_TRUE(notes(*reader).empty());
}

TEST_F(Processes, lead_one_at_a_time) {
  Process process;
  auto first = process.database->connect(Access::read);
  const auto second = process.database->connect(Access::read);
  EXPECT_TRUE(first->lead(1));
  EXPECT_TRUE(first->lead(1));
  EXPECT_FALSE(second->lead(1));
  EXPECT_TRUE(second->lead(2));
  first.reset();
  // The server notices the end of a connection a moment later.
  for (int i = 0; i < 200 && !second->lead(1); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(second->lead(1));
}

/// What a server hears, to be waited for.
class Heard {
 public:
  void note(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    texts_ += text + "|";
    changed_.notify_all();
  }
  bool wait_for(const std::string& text) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10),
                             [&] { return texts_.find(text) != texts_.npos; });
  }
  std::string all() {
    const std::scoped_lock lock(mutex_);
    return texts_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string texts_;
};

TEST_F(Processes, go_on_telling_after_what_postgresql_refuses_to_pass_on) {
  Heard heard;
  Process teller(Role::server), listener(Role::server);
  listener.peers->listen('x', [&](std::string_view text) { heard.note(std::string(text)); });
  listener.peers->listen_for_gaps('x', [&] { heard.note("gap"); });
  teller.writer->begin();
  teller.insert(1);
  teller.peers->tell('x', std::string(9000, 'x'));
  teller.peers->told_all(teller.writer->commit());
  EXPECT_TRUE(heard.wait_for("gap"));
  teller.peers->tell('x', "after");
  EXPECT_TRUE(heard.wait_for("after"));
  EXPECT_EQ(heard.all().find("xxx"), std::string::npos);
  listener.peers->listen('x', {});
  listener.peers->listen_for_gaps('x', {});
}

TEST_F(Processes, hear_what_others_tell_and_when_something_was_missed) {
  Heard heard;
  Process teller(Role::server), listener(Role::server);
  teller.peers->listen('x', [&](std::string_view) { heard.note("own"); });
  listener.peers->listen('x', [&](std::string_view text) { heard.note(std::string(text)); });
  listener.peers->listen_for_gaps('x', [&] { heard.note("gap"); });
  teller.peers->tell('x', "hello");
  EXPECT_TRUE(heard.wait_for("hello"));
  teller.writer->begin();
  teller.insert(1);
  teller.peers->told_all(teller.writer->commit());
  teller.peers->tell('x', "after");
  EXPECT_TRUE(heard.wait_for("after"));
  EXPECT_EQ(heard.all().find("own"), std::string::npos);
  EXPECT_EQ(heard.all().find("gap"), std::string::npos);
  teller.writer->begin();
  teller.insert(2);
  teller.writer->commit();  // and tells nobody
  EXPECT_TRUE(heard.wait_for("gap"));
  listener.peers->listen('x', {});
  listener.peers->listen_for_gaps('x', {});
  teller.peers->listen('x', {});
}

}  // namespace
}  // namespace temujanji::storage
