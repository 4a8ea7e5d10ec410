#include "storage/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/every_value.h"
#include "tests/support/test_folder.h"

namespace temujanji::storage {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Statement kListRevisions{"list_revisions", "SELECT number FROM revision ORDER BY name", ""};

/// A database with the program's schema and the tables of every value.
struct House {
  explicit House(const std::filesystem::path& file)
      : database(open_sqlite(file, Durability::none)), connection(database->connect(Access::write)) {
    migrate(*connection, base::from_millis(5));
    connection->run_script(kValueTables);
  }
  void change(std::string_view sql) { connection->run_script(sql); }
  std::vector<std::string> values() { return every_value(*connection); }

  std::unique_ptr<Database> database;
  std::unique_ptr<Connection> connection;
};

class Copying : public testing::Test {
 protected:
  /// The rows of each table that has any, as "table rows".
  std::vector<std::string> copy() {
    const auto progress = [this](CopyStep step, const std::string& table, std::int64_t rows) {
      if (table != "value") return;
      told.push_back((step == CopyStep::writing ? "written " : "compared ") + std::to_string(rows));
      if (on_progress && rows > 0) on_progress();
    };
    std::vector<std::string> counts;
    for (const CopiedTable& table : copy_rows(*source.database, *target.database, progress)) {
      if (table.rows > 0) counts.push_back(table.name + ' ' + std::to_string(table.rows));
    }
    return counts;
  }
  template <class Thrown>
  std::string fault() {
    try {
      copy();
    } catch (const Thrown& thrown) {
      return thrown.what();
    }
    return "";
  }

  tests::TestFolder folder;
  House source{folder.path() / "source.db"};
  House target{folder.path() / "target.db"};
  std::vector<std::string> told;
  std::function<void()> on_progress;
};

TEST_F(Copying, keeps_every_kind_of_value) {
  source.change(kEveryValue);
  EXPECT_THAT(copy(), ElementsAre("revision 2", "value 6", "remark 2"));
  EXPECT_EQ(target.values(), source.values());
  EXPECT_THAT(target.values(), Contains("'B'9223372036854775807X'00FF00''陳 🦩'-1"));
}

TEST_F(Copying, keeps_every_row_of_many_pages) {
  source.change(kEveryValue);
  source.change(kManyValues);
  EXPECT_THAT(copy(), ElementsAre("revision 2", "value 5006", "remark 2"));
  EXPECT_EQ(target.values(), source.values());
}

TEST_F(Copying, ends_where_a_page_ends) {
  source.change(kManyValues);
  source.change("DELETE FROM value WHERE rowid > 4000");
  EXPECT_THAT(copy(), ElementsAre("revision 2", "value 4000"));
}

TEST_F(Copying, takes_no_row_twice_and_leaves_none_out_when_the_source_goes_on) {
  source.change(
      "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 100000) "
      "INSERT INTO value (number, name) SELECT n, '' FROM counted");
  on_progress = [this] { source.change("UPDATE value SET number = number + 1000000 WHERE number % 2 = 0"); };
  EXPECT_THAT(copy(), ElementsAre("revision 2", "value 100000"));
  EXPECT_THAT(told, ElementsAre("written 0", "written 100000", "compared 0", "compared 100000"));
}

TEST_F(Copying, puts_the_rows_in_the_place_of_those_that_migrations_wrote) {
  source.change("UPDATE revision SET number = 7");
  copy();
  Rows rows = target.connection->query(kListRevisions);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 7);
  }
}

TEST_F(Copying, leaves_a_used_target_as_it_is) {
  source.change(kEveryValue);
  target.change("INSERT INTO value (number, name) VALUES (1, 'own'); UPDATE revision SET number = 9");
  EXPECT_THAT(fault<base::UsageFault>(), HasSubstr("it has rows in the table value"));
  EXPECT_EQ(target.values().size(), 1u);
  Rows rows = target.connection->query(kListRevisions);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 9);
}

TEST_F(Copying, refuses_to_copy_onto_itself) {
  source.change(kEveryValue);
  EXPECT_THROW(copy_rows(*source.database, *source.database, {}), base::UsageFault);
  EXPECT_EQ(source.values().size(), 8u);
}

TEST_F(Copying, refuses_a_source_of_another_version) {
  source.change("INSERT INTO migration (version, applied_at) VALUES (9999, 5)");
  EXPECT_THAT(fault<base::UsageFault>(), HasSubstr("another version"));
}

TEST_F(Copying, refuses_tables_that_differ) {
  source.change("ALTER TABLE value ADD COLUMN forgotten text");
  EXPECT_THAT(fault<base::Fault>(), HasSubstr("differ in their tables or columns"));
}

TEST_F(Copying, finds_a_value_that_did_not_arrive_and_keeps_nothing) {
  source.change(kEveryValue);
  for (const char* harm : {
           "UPDATE value SET note = 'other' WHERE name = new.name AND new.note = 'it''s'",
           "UPDATE value SET note = NULL WHERE name = new.name AND new.note = ''",
           "UPDATE value SET bytes = x'' WHERE name = new.name AND new.bytes IS NULL",
           "UPDATE value SET count = 2 WHERE name = new.name AND new.count = 1",
           "DELETE FROM value WHERE name = new.name AND new.name = ''",
           "DELETE FROM value WHERE name = new.name AND new.name = 'Z'",
           "INSERT OR IGNORE INTO value (name, number) VALUES ('ÿ', 1)",
       }) {
    target.change("CREATE TRIGGER harm AFTER INSERT ON value BEGIN " + std::string(harm) + "; END");
    EXPECT_THAT(fault<base::Fault>(),
                AllOf(HasSubstr("value does not hold the same"), Not(HasSubstr("it's"))))
        << harm;
    target.change("DROP TRIGGER harm");
    EXPECT_THAT(target.values(), IsEmpty()) << harm;
  }
  EXPECT_THAT(copy(), ElementsAre("revision 2", "value 6", "remark 2"));
}

TEST_F(Copying, keeps_nothing_when_the_target_refuses_a_row) {
  source.change(kEveryValue);
  target.change("CREATE UNIQUE INDEX one_count ON value (count IS NULL)");
  EXPECT_THAT(fault<ConstraintFault>(), HasSubstr("writing the table value"));
  EXPECT_THAT(target.values(), IsEmpty());
}

}  // namespace
}  // namespace temujanji::storage
