// What many commits in a row do to the log, with a disk that is waited for.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "storage/database.h"
#include "tests/support/test_folder.h"

namespace temujanji::storage {
namespace {

constexpr Statement kInsert{"insert", "INSERT INTO note (id, text) VALUES ($1, $2)", ""};
constexpr Statement kUpdate{"update", "UPDATE note SET text = $2 WHERE id = $1", ""};
constexpr Statement kSummary{"summary", "SELECT count(*), coalesce(sum(length(text)), 0) FROM note", ""};
constexpr Statement kTextOf{"text_of", "SELECT text FROM note WHERE id = $1", ""};

class Rush : public testing::Test {
 protected:
  Rush() { writer->run_script("CREATE TABLE note (id integer NOT NULL PRIMARY KEY, text text NOT NULL)"); }

  void insert(std::int64_t id, const std::string& text) {
    Transaction transaction(*writer);
    transaction.execute(kInsert, {id, text});
    transaction.commit();
  }
  std::pair<std::int64_t, std::int64_t> summary() {
    const auto reader = database->connect(Access::read);
    Rows rows = reader->query(kSummary);
    rows.next();
    return {rows.integer(0), rows.integer(1)};
  }
  std::uintmax_t log_bytes() const { return std::filesystem::file_size(folder.path() / "test.db-wal"); }

  tests::TestFolder folder;
  std::unique_ptr<Database> database = open_sqlite(folder.path() / "test.db");
  std::unique_ptr<Connection> writer = database->connect(Access::write);
};

TEST_F(Rush, shows_every_commit_to_others_at_once) {
  for (int i = 1; i <= 50; ++i) {
    insert(i, std::string(static_cast<std::size_t>(i) * 1000, 'x'));
    EXPECT_EQ(summary().first, i);
  }
}

TEST_F(Rush, keeps_a_commit_larger_than_what_is_gathered_at_once) {
  insert(1, std::string(3'000'000, 'x'));
  EXPECT_EQ(summary(), std::pair(std::int64_t{1}, std::int64_t{3'000'000}));
}

TEST_F(Rush, reads_in_a_transaction_what_it_wrote_beyond_its_memory) {
  // More than the writer keeps in memory, so pages go to the log before the commit and are read back from it.
  const std::string text(1'000'000, 'x');
  {
    Transaction transaction(*writer);
    for (int i = 1; i <= 60; ++i) transaction.execute(kInsert, {i, text});
    for (int i = 1; i <= 60; ++i) {
      Rows rows = transaction.query(kTextOf, {i});
      ASSERT_TRUE(rows.next());
      ASSERT_EQ(rows.string(0), text);
    }
  }
  EXPECT_EQ(summary().first, 0);  // rolled back
  insert(1, "after");
  EXPECT_EQ(summary(), std::pair(std::int64_t{1}, std::int64_t{5}));
}

TEST_F(Rush, keeps_what_was_committed_when_nobody_closes_the_database) {
  insert(1, "a");
  std::filesystem::copy(folder.path() / "test.db", folder.path() / "copy.db");
  std::filesystem::copy(folder.path() / "test.db-wal", folder.path() / "copy.db-wal");
  const auto copy = open_sqlite(folder.path() / "copy.db");
  const auto reader = copy->connect(Access::read);
  Rows rows = reader->query(kTextOf, {1});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.string(0), "a");
}

TEST_F(Rush, does_not_let_the_log_grow_without_end) {
  insert(1, "");
  std::uintmax_t longest = 0;
  // 900 MB in all.
  for (int i = 1; i <= 900; ++i) {
    Transaction transaction(*writer);
    transaction.execute(kUpdate, {1, std::string(1'000'000, static_cast<char>('a' + i % 2))});
    transaction.commit();
    longest = std::max(longest, log_bytes());
  }
  EXPECT_GT(longest, 200'000'000u);
  EXPECT_LT(longest, 600'000'000u);
  EXPECT_EQ(summary().second, 1'000'000);
}

}  // namespace
}  // namespace temujanji::storage
