#include "engine/engine.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/log.h"
#include "tests/support/test_database.h"

namespace temujanji::engine {
namespace {

constexpr storage::Statement kInsertNote{"insert_note", "INSERT INTO note (text, batch) VALUES ($1, $2)", ""};
constexpr storage::Statement kInsertReply{"insert_reply", "INSERT INTO reply (text) VALUES ($1)", ""};
constexpr storage::Statement kListNotes{"list_notes", "SELECT text FROM note ORDER BY text", ""};

/// A database of its own, with one table of notes.
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

  const tests::TestDatabase under_test;
  std::unique_ptr<storage::Database> database = under_test.open();
  base::ManualClock clock{base::from_millis(5)};
  base::IdSource ids{clock, 1};
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

/// A database on a disk with room for so many commits.
class FillingDisk final : public storage::Database {
 public:
  explicit FillingDisk(storage::Database& database) : database_(database) {}
  std::unique_ptr<storage::Connection> connect(storage::Access access) override {
    return std::make_unique<Connection>(*this, database_.connect(access));
  }

  std::atomic<int> room = 0;
  std::atomic<int> commits_refused = 0;

 private:
  class Connection final : public storage::Connection {
   public:
    Connection(FillingDisk& disk, std::unique_ptr<storage::Connection> real)
        : disk_(disk), real_(std::move(real)) {}
    storage::Rows query(const storage::Statement& statement,
                        std::span<const storage::Parameter> parameters) override {
      return real_->query(statement, parameters);
    }
    std::int64_t execute(const storage::Statement& statement,
                         std::span<const storage::Parameter> parameters) override {
      return real_->execute(statement, parameters);
    }
    void run_script(std::string_view sql) override { real_->run_script(sql); }
    void begin() override { real_->begin(); }
    void commit() override {
      if (disk_.room == 0) {
        ++disk_.commits_refused;
        throw base::Fault("database or disk is full");
      }
      --disk_.room;
      real_->commit();
    }
    void rollback() noexcept override { real_->rollback(); }

   private:
    FillingDisk& disk_;
    std::unique_ptr<storage::Connection> real_;
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
  EXPECT_EQ(engine.figures().replays, 1u);
}

TEST(engine, fails_a_batch_that_cannot_be_committed_without_trying_each_of_its_commands) {
  Notes notes;
  FillingDisk disk(*notes.database);
  Engine engine(disk, notes.clock, notes.ids, {});
  disk.room = 1;  // for the command that keeps the writer busy
  auto outcomes = run_as_one_batch<Write>(engine, {{"a"}, {"b"}, {"c"}});
  for (auto& outcome : outcomes) EXPECT_THROW(outcome.get(), base::Fault);
  EXPECT_EQ(disk.commits_refused, 1);
  EXPECT_EQ(engine.figures().replays, 0u);
  EXPECT_EQ(engine.figures().faults, 3u);
  disk.room = 1;
  EXPECT_EQ(engine.run(Write{"d"}), "d");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"d"});
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

TEST(engine, keeps_nothing_and_tells_nobody_of_neighbours_of_what_commit_refuses) {
  Notes notes;
  Engine engine(*notes.database, notes.clock, notes.ids, {});
  std::atomic<int> told = 0;
  engine.listen([&](const Events& events) { told += events.mail_queued ? 1 : 0; });
  auto outcomes = run_as_one_batch<Reply>(engine, {{"a", "a"}, {"b", "nobody's"}, {"c", "a"}});
  for (auto& outcome : outcomes) EXPECT_THROW(outcome.get(), base::Fault);
  EXPECT_EQ(notes.all(), std::vector<std::string>{});
  EXPECT_EQ(told, 0);
  EXPECT_EQ(engine.run(Reply{"c", "c"}), "c");
  EXPECT_EQ(notes.all(), std::vector<std::string>{"c"});
  EXPECT_EQ(told, 1);
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
