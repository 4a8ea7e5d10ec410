#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "storage/database.h"
#include "tests/support/notes.h"
#include "tests/support/test_folder.h"

namespace temujanji::storage {
namespace {

using namespace std::string_view_literals;

constexpr Statement kKindOf{"kind_of", "SELECT typeof($1), length($1), $1", ""};

class Sqlite : public testing::Test {
 protected:
  Sqlite() { writer->run_script(kNoteTables); }

  tests::TestFolder folder;
  std::unique_ptr<Database> database = open_sqlite(folder.path() / "test.db", Durability::none);
  std::unique_ptr<Connection> writer = database->connect(Access::write);
};
using SqliteDeath = Sqlite;

TEST_F(Sqlite, binds_parameters_by_their_number_not_by_their_place) {
  static constexpr Statement kSwapped{"swapped", "SELECT $2, $1, $2", ""};
  Rows rows = writer->query(kSwapped, {1, 2});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 2);
  EXPECT_EQ(rows.integer(1), 1);
  EXPECT_EQ(rows.integer(2), 2);
  EXPECT_FALSE(rows.next());
}

TEST_F(Sqlite, tells_the_tenth_parameter_from_the_first) {
  static constexpr Statement kTen{"ten", "SELECT $10, $9, $8, $7, $6, $5, $4, $3, $2, $1", ""};
  Rows rows = writer->query(kTen, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  ASSERT_TRUE(rows.next());
  for (int column = 0; column < 10; ++column) EXPECT_EQ(rows.small(column), 10 - column);
}

TEST_F(Sqlite, needs_what_a_query_is_handed_no_longer_than_the_call) {
  static constexpr Statement kEchoTwice{"echo_twice", "SELECT $1, $2 UNION ALL SELECT $1, $2", ""};
  const auto ask = [&](const std::string& text, const std::string& bytes) {
    return writer->query(kEchoTwice, {text, Blob{bytes}});
  };
  Rows rows = ask(std::string(100, 'a'), std::string(100, 'b'));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), std::string(100, 'a'));
    EXPECT_EQ(rows.blob(1), std::string(100, 'b'));
  }
}

TEST_F(Sqlite, keeps_every_value_as_what_it_is) {
  const base::Digest digest{1, 0, 2};
  struct Row {
    Parameter parameter;
    std::string_view type;
    std::string_view bytes;
  };
  const Row rows[] = {
      {nullptr, "null", ""},
      {std::optional<std::int64_t>(), "null", ""},
      {std::optional<std::string_view>("x"), "text", "x"},
      {std::string_view(), "text", ""},
      {"", "text", ""},
      {"a\0b"sv, "text", "a\0b"sv},
      {"陳", "text", "陳"},
      {Blob{}, "blob", ""},
      {Blob{"\0\xFF\0"sv}, "blob", "\0\xFF\0"sv},
      {digest, "blob", base::bytes_of(digest)},
      {INT64_MIN, "integer", "-9223372036854775808"},
      {INT64_MAX, "integer", "9223372036854775807"},
      {base::from_millis(-1), "integer", "-1"},
  };
  for (const Row& row : rows) {
    Rows found = writer->query(kKindOf, {row.parameter});
    ASSERT_TRUE(found.next());
    EXPECT_EQ(found.text(0), row.type) << row.bytes;
    EXPECT_EQ(found.is_null(2), row.type == "null");
    EXPECT_EQ(found.blob(2), row.bytes);
  }
}

TEST_F(Sqlite, reads_numbers_moments_and_ids) {
  Rows rows = writer->query(kKindOf, {base::from_millis(1'795'396'500'000)});
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.instant(2), base::from_millis(1'795'396'500'000));
  EXPECT_EQ(rows.id<base::Id<struct Tag>>(2).value, 1'795'396'500'000);
}

TEST_F(Sqlite, runs_a_statement_again_after_its_rows_were_left_half_way) {
  for (int i = 1; i <= 3; ++i) writer->execute(kInsertNote, {i, std::to_string(i)});
  {
    Rows rows = writer->query(kListNotes);
    ASSERT_TRUE(rows.next());
  }
  EXPECT_EQ(notes(*writer), (Texts{"1", "2", "3"}));
}

TEST_F(Sqlite, runs_a_statement_again_after_it_failed) {
  writer->execute(kInsertNote, {1, "a"});
  EXPECT_THROW(writer->execute(kInsertNote, {1, "b"}), ConstraintFault);
  writer->execute(kInsertNote, {2, "b"});
  EXPECT_EQ(notes(*writer), (Texts{"a", "b"}));
}

TEST_F(Sqlite, tells_how_many_rows_a_statement_changed) {
  EXPECT_EQ(writer->execute(kInsertNote, {1, "a"}), 1);
  static constexpr Statement kEraseFrom{"erase_from", "DELETE FROM note WHERE id >= $1", ""};
  for (int i = 2; i <= 5; ++i) writer->execute(kInsertNote, {i, std::to_string(i)});
  EXPECT_EQ(writer->execute(kEraseFrom, {3}), 3);
  EXPECT_EQ(writer->execute(kEraseFrom, {3}), 0);
}

TEST_F(Sqlite, tells_a_violated_constraint_from_other_faults) {
  writer->execute(kInsertNote, {1, "a"});
  EXPECT_THROW(writer->execute(kInsertNote, {1, "b"}), ConstraintFault);      // primary key
  EXPECT_THROW(writer->execute(kInsertNote, {2, "a"}), ConstraintFault);      // unique
  EXPECT_THROW(writer->execute(kInsertNote, {2, ""}), ConstraintFault);       // check
  EXPECT_THROW(writer->execute(kInsertNote, {2, nullptr}), ConstraintFault);  // not null
  EXPECT_THROW(writer->execute(kInsertReply, {7}), ConstraintFault);          // foreign key
  static constexpr Statement kNoSuchTable{"no_such_table", "SELECT 1 FROM nowhere", ""};
  try {
    (void)writer->query(kNoSuchTable);
    FAIL() << "a statement without its table was prepared";
  } catch (const ConstraintFault&) {
    FAIL() << "taken for a violated constraint";
  } catch (const base::Fault& fault) {
    EXPECT_STREQ(fault.what(), "no_such_table: no such table: nowhere");
  }
}

TEST_F(Sqlite, undoes_a_transaction_that_was_not_committed) {
  {
    Transaction transaction(*writer);
    transaction.execute(kInsertNote, {1, "a"});
    EXPECT_EQ(notes(*writer), Texts{"a"});
  }
  EXPECT_EQ(notes(*writer), Texts{});
  Transaction transaction(*writer);
  transaction.execute(kInsertNote, {1, "b"});
  transaction.commit();
  EXPECT_EQ(notes(*writer), Texts{"b"});
}

TEST_F(Sqlite, shows_readers_a_transaction_only_when_it_is_committed) {
  const auto reader = database->connect(Access::read);
  Transaction transaction(*writer);
  transaction.execute(kInsertNote, {1, "a"});
  EXPECT_EQ(notes(*reader), Texts{});
  transaction.commit();
  EXPECT_EQ(notes(*reader), Texts{"a"});
}

TEST_F(Sqlite, shows_a_reader_the_rows_as_they_were_when_its_query_began) {
  for (int i = 1; i <= 3; ++i) writer->execute(kInsertNote, {i, std::to_string(i)});
  const auto reader = database->connect(Access::read);
  Rows rows = reader->query(kListNotes);
  ASSERT_TRUE(rows.next());
  writer->run_script("DELETE FROM note");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(1), "2");
}

TEST_F(Sqlite, keeps_nothing_of_a_transaction_whose_commit_fails) {
  {
    Transaction transaction(*writer);
    transaction.execute(kInsertNote, {1, "a"});
    writer->run_script("INSERT INTO late_reply (note_id) VALUES (7)");
    EXPECT_THROW(transaction.commit(), ConstraintFault);
  }
  EXPECT_EQ(notes(*writer), Texts{});
  Transaction transaction(*writer);
  transaction.execute(kInsertNote, {1, "b"});
  transaction.commit();
  EXPECT_EQ(notes(*database->connect(Access::read)), Texts{"b"});
}

TEST_F(Sqlite, refuses_writes_of_readers) {
  const auto reader = database->connect(Access::read);
  EXPECT_THROW(reader->execute(kInsertNote, {1, "a"}), base::Fault);
  EXPECT_THROW(reader->run_script("DROP TABLE note"), base::Fault);
  EXPECT_EQ(notes(*writer), Texts{});
}

TEST_F(Sqlite, keeps_what_was_written_when_it_is_opened_again) {
  writer->execute(kInsertNote, {1, "a"});
  writer.reset();
  const auto again = open_sqlite(folder.path() / "test.db");
  EXPECT_EQ(notes(*again->connect(Access::read)), Texts{"a"});
}

TEST_F(Sqlite, is_a_fault_where_no_database_can_be) {
  EXPECT_THROW((void)open_sqlite(folder.path() / "nowhere" / "test.db"), base::Fault);
  EXPECT_THROW((void)open_sqlite(folder.write("other.db", std::string(4096, 'x'))), base::Fault);
}

TEST_F(SqliteDeath, has_one_rows_of_a_statement_at_a_time) {
  writer->execute(kInsertNote, {1, "a"});
  const Rows rows = writer->query(kListNotes);
  EXPECT_DEATH((void)writer->query(kListNotes), "CHECK\\(!busy_\\)");
  // Another statement does not mind.
  EXPECT_EQ(writer->execute(kRenameFrom, {1, "b"}), 1);
}

TEST_F(SqliteDeath, takes_as_many_parameters_as_the_statement_has) {
  EXPECT_DEATH((void)writer->query(kInsertNote, {1}), "CHECK");
  EXPECT_DEATH((void)writer->query(kInsertNote, {1, "a", "b"}), "CHECK");
}

}  // namespace
}  // namespace temujanji::storage
