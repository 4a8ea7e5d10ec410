#include "engine/engine.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/log.h"
#include "tests/support/test_database.h"

namespace temujanji::engine {
namespace {

constexpr storage::Statement kInsertNote{"insert_note", "INSERT INTO note (text, batch) VALUES ($1, $2)", ""};
constexpr storage::Statement kInsertReply{"insert_reply", "INSERT INTO reply (text) VALUES ($1)", ""};
constexpr storage::Statement kCountWaiting{"count_waiting", "",
                                           "SELECT count(*) FROM pg_locks WHERE NOT granted"};
constexpr storage::Statement kListNotes{"list_notes", "SELECT text FROM note ORDER BY text", ""};

/// A database of its own, with a table of notes and one of replies.
class Notes {
 public:
  Notes() {
    base::set_log_level("off");
    database->connect(storage::Access::write)
        ->run_script(
            "CREATE TABLE note (text text NOT NULL UNIQUE, batch integer NOT NULL);"
            "CREATE TABLE reply (text text REFERENCES note (text) DEFERRABLE INITIALLY DEFERRED)");
  }

  std::vector<std::string> all() const {
    std::vector<std::string> texts;
    const auto reader = database->connect(storage::Access::read);
    storage::Rows rows = reader->query(kListNotes);
    while (rows.next()) texts.push_back(rows.string(0));
    return texts;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  std::unique_ptr<storage::Database> database = under_test.open();
  base::ManualClock clock{base::from_millis(5)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Peers> peers = database->join(storage::Role::helper, ids);
};

/// Writes a note and says its text.
struct Write {
  std::string text;
  using Outcome = std::string;
  Outcome apply(Scope& scope) const {
    scope.transaction.execute(kInsertNote, {text, 0});
    scope.events.mail_queued = true;
    return text;
  }
};

/// Writes two notes, one after the other.
struct WriteBoth {
  std::string first, second;
  using Outcome = bool;
  Outcome apply(Scope& scope) const {
    for (const std::string& text : {first, second}) scope.transaction.execute(kInsertNote, {text, 0});
    return true;
  }
};

/// Writes a note and a reply to a note; only COMMIT notices if that one is not there.
struct Reply {
  std::string text;
  std::string to;
  using Outcome = std::string;
  Outcome apply(Scope& scope) const {
    scope.transaction.execute(kInsertNote, {text, 0});
    scope.transaction.execute(kInsertReply, {to});
    scope.events.mail_queued = true;
    return text;
  }
};

/// Changes nothing that others could not want as well.
struct Claiming {
  std::int64_t row;
  std::int64_t person = 0;
  using Outcome = bool;
  Outcome apply(Scope&) const { return true; }
  void claim(Claims& claims) const {
    claims.rows.push_back(row);
    if (person != 0) claims.persons.push_back(person);
  }
};

/// Lets the database have no more pages than it has.
struct FillDisk {
  using Outcome = bool;
  Outcome apply(Scope& scope) const {
    scope.transaction.connection().run_script("PRAGMA max_page_count = 1");
    return true;
  }
};
struct FreeDisk {
  using Outcome = bool;
  Outcome apply(Scope& scope) const {
    scope.transaction.connection().run_script("PRAGMA max_page_count = 1000000");
    return true;
  }
};

/// All notes of a group get the group's size.
struct WriteTogether {
  std::string text;
  using Outcome = std::size_t;
  static void apply_group(Scope& scope, std::span<Member<WriteTogether>> members) {
    for (auto& member : members) {
      scope.transaction.execute(kInsertNote, {member.command.text, static_cast<int>(members.size())});
      member.outcome = members.size();
    }
  }
};

/// A database that others use too, and that has so many troubles before it has none.
class Troubled final : public storage::Database {
 public:
  explicit Troubled(storage::Database& database) : database_(database) {}
  std::unique_ptr<storage::Connection> connect(storage::Access access) override {
    return std::make_unique<Connection>(*this, database_.connect(access));
  }

  std::unique_ptr<storage::Peers> join(storage::Role role, base::IdSource& ids) override {
    return database_.join(role, ids);
  }

  /// Transactions that do not begin; COMMITs that succeed, and then ones without an answer or room on the
  /// disk.
  std::atomic<int> good = 0, passing = 0, unknown_and_lost = 0, unknown_and_standing = 0, full = 0;
  std::mutex mutex;
  std::vector<std::int64_t> claims;
  /// Whether others have what is claimed, and what happens while it is waited for.
  std::atomic<bool> waits = false;
  std::function<void()> meanwhile;

 private:
  class Connection final : public storage::Connection {
   public:
    Connection(Troubled& troubles, std::unique_ptr<storage::Connection> real)
        : troubles_(troubles), real_(std::move(real)) {}
    storage::Rows query(const storage::Statement& statement,
                        std::span<const storage::Parameter> parameters) override {
      return real_->query(statement, parameters);
    }
    std::int64_t execute(const storage::Statement& statement,
                         std::span<const storage::Parameter> parameters) override {
      return real_->execute(statement, parameters);
    }
    void execute_each(const storage::Statement& statement,
                      const storage::ParameterRows& parameters) override {
      real_->execute_each(statement, parameters);
    }
    void ask_each(const storage::Statement& statement, const storage::ParameterRows& parameters,
                  Visit visit) override {
      real_->ask_each(statement, parameters, std::move(visit));
    }
    void run_script(std::string_view sql) override { real_->run_script(sql); }
    void begin() override {
      if (take(troubles_.passing)) throw storage::PassingFault("deadlock detected");
      real_->begin();
    }
    void claim(std::span<const std::int64_t> numbers) override {
      const std::scoped_lock lock(troubles_.mutex);
      troubles_.claims.insert(troubles_.claims.end(), numbers.begin(), numbers.end());
    }
    void read_answers() override {
      if (auto happens = std::exchange(troubles_.meanwhile, nullptr)) happens();
    }
    bool has_waited() const override { return troubles_.waits; }
    std::int64_t commit() override {
      if (take(troubles_.good)) return real_->commit();
      if (take(troubles_.full)) throw base::Fault("database or disk is full");
      if (take(troubles_.unknown_and_lost)) {
        real_->rollback();
        throw storage::UnknownCommit("the connection to the database is lost");
      }
      const std::int64_t number = real_->commit();
      if (take(troubles_.unknown_and_standing)) {
        stands_ = number;
        throw storage::UnknownCommit("the connection to the database is lost");
      }
      return number;
    }
    void rollback() noexcept override { real_->rollback(); }
    std::int64_t find_out_commit() override { return std::exchange(stands_, 0); }
    bool is_shared() const override { return true; }

   private:
    static bool take(std::atomic<int>& left) {
      if (left == 0) return false;
      --left;
      return true;
    }

    Troubled& troubles_;
    std::unique_ptr<storage::Connection> real_;
    std::int64_t stands_ = 0;
  };

  storage::Database& database_;
};

/// Keeps the writer busy until it is let go, so that what is queued meanwhile becomes one batch.
struct Wait {
  std::shared_future<void> let_go;
  std::promise<void>* begun;
  using Outcome = bool;
  Outcome apply(Scope&) const {
    begun->set_value();
    let_go.wait();
    return true;
  }
};

/// Runs commands from threads of their own while the writer is kept busy, in this order.
template <class Command>
std::vector<std::future<typename Command::Outcome>> run_as_one_batch(Engine& engine,
                                                                     std::vector<Command> commands) {
  std::promise<void> let_go;
  std::promise<void> begun;
  auto blocked = std::async(std::launch::async, [&, wait = let_go.get_future().share()] {
    return engine.run(Wait{wait, &begun});
  });
  begun.get_future().wait();
  std::vector<std::future<typename Command::Outcome>> outcomes;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    outcomes.push_back(
        std::async(std::launch::async, [&engine, command = commands[i]] { return engine.run(command); }));
    while (engine.figures().waiting <= i) std::this_thread::yield();
  }
  let_go.set_value();
  blocked.get();
  return outcomes;
}

TEST(engine, answers_after_the_change_stands) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  EXPECT_EQ(engine.run(Write{"a"}), "a");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"a"});
}

TEST(engine, decides_neighbours_of_a_kind_together) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  auto outcomes = run_as_one_batch<WriteTogether>(engine, {{"a"}, {"b"}, {"c"}});
  for (auto& outcome : outcomes) EXPECT_LE(outcome.get(), 3u);
  EXPECT_EQ(notes.all().size(), 3u);
}

TEST(engine, replays_a_batch_so_that_a_bad_command_fails_alone) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  engine.run(Write{"there already"});
  auto outcomes = run_as_one_batch<Write>(engine, {{"a"}, {"there already"}, {"b"}});
  EXPECT_EQ(outcomes[0].get(), "a");
  EXPECT_THROW(outcomes[1].get(), base::Fault);
  EXPECT_EQ(outcomes[2].get(), "b");
  EXPECT_EQ(notes.all(), (std::vector<std::string>{"a", "b", "there already"}));
  EXPECT_EQ(engine.figures().replays, 2u);  // of three, then of the half with the bad one
}

TEST(engine, fails_a_batch_that_cannot_be_committed_without_trying_each_of_its_commands) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  troubled.good = 1;  // for the command that keeps the writer busy
  troubled.full = 1;
  auto outcomes = run_as_one_batch<Write>(engine, {{"a"}, {"b"}, {"c"}});
  for (auto& outcome : outcomes) EXPECT_THROW(outcome.get(), base::Fault);
  EXPECT_EQ(troubled.full, 0);
  EXPECT_EQ(engine.figures().replays, 0u);
  EXPECT_EQ(engine.figures().faults, 3u);
  EXPECT_EQ(engine.run(Write{"d"}), "d");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"d"});
}

TEST(engine, begins_again_what_the_database_gave_up_for_another) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  troubled.passing = 3;
  EXPECT_EQ(engine.run(Write{"a"}), "a");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"a"});
  EXPECT_EQ(engine.figures().replays, 3u);
  EXPECT_EQ(engine.figures().faults, 0u);
}

TEST(engine, begins_again_what_a_deadlock_ended) {
  if (!tests::on_postgresql()) GTEST_SKIP() << "SQLite has one writer at a time";
  Notes notes;
  Engine engine{*notes.database, notes.clock, notes.ids, {}};
  const auto other = notes.database->connect(storage::Access::write);
  const auto reader = notes.database->connect(storage::Access::read);
  const auto is_anybody_waiting = [&] {
    storage::Rows rows = reader->query(kCountWaiting);
    return rows.next() && rows.integer(0) > 0;
  };
  // Whoever waits longest for the server to look is not the one it gives up.
  other->run_script("SET deadlock_timeout = '1min'");
  other->begin();
  other->run_script("INSERT INTO note VALUES ('second', 0)");
  std::thread writing([&] { EXPECT_TRUE(engine.run(WriteBoth{"first", "second"})); });
  for (int tries = 0; tries < 1000 && !is_anybody_waiting(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  other->run_script("INSERT INTO note VALUES ('first', 0)");
  other->rollback();
  writing.join();
  EXPECT_EQ(notes.all(), (std::vector<std::string>{"first", "second"}));
  EXPECT_GE(engine.figures().replays, 1u);
  EXPECT_EQ(engine.figures().faults, 0u);
}

TEST(engine, gives_up_after_a_while_and_does_not_let_the_next_wait_as_long) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  troubled.passing = 1'000'000;
  EXPECT_THROW(engine.run(Write{"a"}), base::Fault);
  const int before = troubled.passing;
  EXPECT_THROW(engine.run(Write{"b"}), base::Fault);
  EXPECT_EQ(before - troubled.passing, 1);
  troubled.passing = 0;
  EXPECT_EQ(engine.run(Write{"c"}), "c");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"c"});
}

TEST(engine, finds_out_what_became_of_a_commit_before_it_answers) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  int told = 0;
  std::int64_t number = 0;
  engine.listen([&](const Events& events) {
    ++told;
    number = events.number;
  });
  troubled.unknown_and_standing = 1;
  EXPECT_EQ(engine.run(Write{"a"}), "a");
  EXPECT_EQ(told, 1);
  EXPECT_GT(number, 0);
  troubled.unknown_and_lost = 1;
  EXPECT_EQ(engine.run(Write{"b"}), "b");
  EXPECT_EQ(told, 2);
  EXPECT_EQ(notes.all(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(engine.figures().faults, 0u);
}

TEST(engine, claims_what_a_batch_will_change_in_order_and_once) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  for (auto& outcome : run_as_one_batch<Claiming>(engine, {{7, 2}, {3}, {7, 1}, {5, 2}})) outcome.get();
  EXPECT_EQ(troubled.claims, (std::vector<std::int64_t>{3, 5, 7, 1, 2}));
}

TEST(engine, takes_along_who_wants_the_same_rows_where_processes_wait_for_each_other) {
  Notes notes;
  Troubled troubled(*notes.database);
  Engine engine(troubled, notes.clock, notes.ids, {});
  troubled.waits = true;
  engine.run(Claiming{1});
  BlockingJob<Claiming> same({1, 8}), other({2});
  BlockingJob<Write> of_none({"a"});
  troubled.claims.clear();
  troubled.meanwhile = [&] {
    engine.enqueue(other);
    engine.enqueue(of_none);
    engine.enqueue(same);
  };
  engine.run(Claiming{1, 9});
  EXPECT_TRUE(same.wait());
  EXPECT_EQ(of_none.wait(), "a");
  EXPECT_TRUE(other.wait());
  EXPECT_EQ(troubled.claims, (std::vector<std::int64_t>{1, 8, 9, 2}));
  EXPECT_EQ(engine.figures().batches, 3u) << "of the first, of those together, and of the other";
}

TEST(engine, answers_what_stands_although_a_listener_failed) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  engine.listen([](const Events&) { throw base::Fault("no memory"); });
  EXPECT_EQ(engine.run(Write{"a"}), "a");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"a"});
}

TEST(engine, acknowledges_nothing_of_a_batch_whose_commit_fails) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  std::atomic<int> told = 0;
  engine.listen([&](const Events& events) { told += events.mail_queued ? 1 : 0; });
  EXPECT_THROW(engine.run(Reply{"a", "nobody's"}), base::Fault);
  EXPECT_EQ(notes.all(), std::vector<std::string>{});
  EXPECT_EQ(told, 0);
  EXPECT_EQ(engine.run(Reply{"a", "a"}), "a");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(engine.figures().faults, 1u);
  EXPECT_EQ(engine.figures().commands, 1u);
}

TEST(engine, fails_what_commit_refuses_alone) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  std::atomic<int> told = 0;
  engine.listen([&](const Events& events) { told += events.mail_queued ? 1 : 0; });
  auto outcomes = run_as_one_batch<Reply>(engine, {{"a", "a"}, {"b", "nobody's"}, {"c", "a"}});
  EXPECT_EQ(outcomes[0].get(), "a");
  EXPECT_THROW(outcomes[1].get(), base::Fault);
  EXPECT_EQ(outcomes[2].get(), "c");
  EXPECT_EQ(notes.all(), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(told, 2);
}

TEST(engine, fails_every_write_while_the_disk_is_full_and_goes_on_afterwards) {
  if (tests::on_postgresql()) GTEST_SKIP() << "only SQLite lets a test fill the disk of one database";
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  const std::string long_text(20'000, 'x');
  engine.run(FillDisk{});
  auto outcomes = run_as_one_batch<Write>(engine, {{"1" + long_text}, {"2" + long_text}});
  EXPECT_THROW(outcomes[0].get(), base::Fault);
  EXPECT_THROW(outcomes[1].get(), base::Fault);
  EXPECT_EQ(notes.all(), std::vector<std::string>{});
  engine.run(FreeDisk{});
  EXPECT_EQ(engine.run(Write{"3" + long_text}), "3" + long_text);
  EXPECT_EQ(notes.all(), std::vector<std::string>{"3" + long_text});
}

TEST(engine, tells_listeners_once_for_each_batch_that_stands) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  std::atomic<int> told = 0;
  engine.listen([&](const Events& events) { told += events.mail_queued ? 1 : 0; });
  engine.run(Write{"a"});
  EXPECT_THROW(engine.run(Write{"a"}), base::Fault);
  engine.run(Write{"b"});
  EXPECT_EQ(told, 2);
}

TEST(engine, refuses_before_work_starts_when_its_queue_is_full) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {1, 2});
  std::promise<void> let_go;
  std::promise<void> begun;
  auto blocked = std::async(std::launch::async, [&, wait = let_go.get_future().share()] {
    return engine.run(Wait{wait, &begun});
  });
  begun.get_future().wait();
  auto first = std::async(std::launch::async, [&] { return engine.run(Write{"a"}); });
  auto second = std::async(std::launch::async, [&] { return engine.run(Write{"b"}); });
  while (engine.figures().waiting < 2) std::this_thread::yield();
  EXPECT_THROW(engine.run(Write{"c"}), base::Overloaded);
  let_go.set_value();
  first.get();
  second.get();
  blocked.get();
  EXPECT_EQ(notes.all(), (std::vector<std::string>{"a", "b"}));
}

TEST(engine, applies_what_waits_before_it_stops) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  auto outcomes = run_as_one_batch<Write>(engine, {{"a"}, {"b"}});
  engine.stop();
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_EQ(notes.all().size(), 2u);
  EXPECT_THROW(engine.run(Write{"c"}), base::Overloaded);
}

}  // namespace
}  // namespace temujanji::engine
