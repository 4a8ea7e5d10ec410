// The same promises as on SQLite, on the PostgreSQL whose URL is in POSTGRESQL_UNDER_TEST.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "storage/database.h"
#include "storage/postgresql_dialect.h"
#include "tests/support/notes.h"

namespace temujanji::storage {
namespace {

using namespace std::string_view_literals;

constexpr Statement kBytes{"bytes", "", "SELECT $1::bytea, $2::text, $3::bigint, $4::bigint IS NULL"};
constexpr Statement kSwapped{"swapped", "", "SELECT $2::bigint, $1::bigint, $2::bigint"};
constexpr Statement kEndOthers{
    "end_others", "",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"};

class Postgresql : public testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("POSTGRESQL_UNDER_TEST");
    ASSERT_NE(url, nullptr) << "POSTGRESQL_UNDER_TEST names no server; start through support/postgresql.py";
    database = open_postgresql(url);
    writer = database->connect(Access::write);
    writer->run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    writer->run_script(kNoteTables);
  }

  std::unique_ptr<Database> database;
  std::unique_ptr<Connection> writer;
};

TEST_F(Postgresql, binds_parameters_by_their_number) {
  Rows rows = writer->query(kSwapped, {1, 2});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 2);
  EXPECT_EQ(rows.integer(1), 1);
  EXPECT_FALSE(rows.next());
}

TEST_F(Postgresql, keeps_bytes_texts_and_numbers_as_they_are) {
  for (const std::int64_t number : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    Rows rows = writer->query(kBytes, {Blob{"\0\xFF\0"sv}, "陳", number, nullptr});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.blob(0), "\0\xFF\0"sv);
    EXPECT_EQ(rows.text(1), "陳");
    EXPECT_EQ(rows.integer(2), number);
    EXPECT_EQ(rows.integer(3), 1);
  }
  Rows rows = writer->query(kBytes, {Blob{}, std::string_view(), 0, 1});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.blob(0), "");
  EXPECT_FALSE(rows.is_null(0));
  EXPECT_EQ(rows.integer(3), 0);
}

TEST_F(Postgresql, tells_a_violated_constraint_without_quoting_the_row) {
  writer->execute(kInsertNote, {1, "secret"});
  try {
    writer->execute(kInsertNote, {2, "secret"});
    FAIL();
  } catch (const ConstraintFault& fault) {
    EXPECT_EQ(std::string_view(fault.what()).find("secret"), std::string_view::npos) << fault.what();
  }
  EXPECT_THROW(writer->execute(kInsertNote, {2, ""}), ConstraintFault);
  EXPECT_THROW(writer->execute(kInsertReply, {9}), ConstraintFault);
  EXPECT_EQ(writer->execute(kRenameFrom, {1, "b"}), 1);
}

TEST_F(Postgresql, undoes_a_transaction_that_was_not_committed) {
  {
    Transaction transaction(*writer);
    transaction.execute(kInsertNote, {1, "a"});
  }
  EXPECT_EQ(notes(*writer), Texts{});
}

TEST_F(Postgresql, shows_others_a_transaction_only_when_it_is_committed) {
  const auto reader = database->connect(Access::read);
  Transaction transaction(*writer);
  transaction.execute(kInsertNote, {1, "a"});
  EXPECT_EQ(notes(*reader), Texts{});
  transaction.commit();
  EXPECT_EQ(notes(*reader), Texts{"a"});
}

TEST_F(Postgresql, takes_no_commit_for_done_after_a_statement_failed) {
  Transaction transaction(*writer);
  transaction.execute(kInsertNote, {1, "a"});
  EXPECT_THROW(transaction.execute(kInsertNote, {2, "a"}), ConstraintFault);
  EXPECT_THROW(transaction.commit(), base::Fault);
  EXPECT_EQ(notes(*database->connect(Access::read)), Texts{});
}

TEST_F(Postgresql, refuses_writes_of_readers) {
  const auto reader = database->connect(Access::read);
  EXPECT_THROW(reader->execute(kInsertNote, {1, "a"}), base::Fault);
}

TEST_F(Postgresql, goes_on_after_its_connection_was_lost) {
  writer->execute(kInsertNote, {1, "a"});
  const auto other = database->connect(Access::write);
  (void)other->query(kEndOthers).next();
  EXPECT_THROW(notes(*writer), base::Fault);
  EXPECT_EQ(notes(*writer), Texts{"a"});
}

TEST_F(Postgresql, loses_the_transaction_with_the_connection) {
  const auto other = database->connect(Access::write);
  {
    Transaction transaction(*writer);
    transaction.execute(kInsertNote, {1, "a"});
    (void)other->query(kEndOthers).next();
    EXPECT_THROW(transaction.execute(kInsertNote, {2, "b"}), base::Fault);
    EXPECT_THROW(transaction.commit(), base::Fault);
  }
  EXPECT_EQ(notes(*writer), Texts{});
}

TEST(postgresql_dialect, has_the_types_of_the_migrations) {
  EXPECT_EQ(
      as_postgresql("CREATE TABLE a (\n  b integer NOT NULL, -- whole\n  c blob, integers text\n) STRICT;"),
      "CREATE TABLE a (\n  b bigint NOT NULL, -- whole\n  c bytea, integers text\n) ;");
}

}  // namespace
}  // namespace temujanji::storage
