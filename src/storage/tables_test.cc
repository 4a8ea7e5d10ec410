#include "storage/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/database.h"
#include "tests/support/every_value.h"
#include "tests/support/test_folder.h"

namespace temujanji::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Statement kListNames{
    "list_names", "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration' ORDER BY name",
    ""};
constexpr Statement kListReferences{
    "list_references",
    "SELECT t.name, f.\"table\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f "
    "WHERE t.type = 'table'",
    ""};

class Tables : public testing::Test {
 protected:
  std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const Table& table : list_tables(*connection, *connection)) all.push_back(table.name);
    return all;
  }
  /// What is wrong with a database that has this.
  std::string fault_of(const std::string& sql) {
    connection->run_script(sql);
    try {
      list_tables(*connection, *connection);
    } catch (const base::Fault& fault) {
      return fault.what();
    }
    return "";
  }

  tests::TestFolder folder;
  std::unique_ptr<Database> database = open_sqlite(folder.path() / "test.db", Durability::none);
  std::unique_ptr<Connection> connection = database->connect(Access::write);
};

TEST_F(Tables, have_their_columns_and_key_as_they_were_made) {
  connection->run_script(kValueTables);
  const auto tables = list_tables(*connection, *connection);
  ASSERT_EQ(tables.size(), 2u);
  const Table value{"value",
                    {{"number", Kind::integer},
                     {"name", Kind::text},
                     {"bytes", Kind::blob},
                     {"note", Kind::text},
                     {"count", Kind::integer}},
                    {1, 0}};
  EXPECT_EQ(tables[0], value);
  EXPECT_EQ(tables[1].name, "remark");
}

TEST_F(Tables, are_all_of_the_schema_but_the_list_of_migrations) {
  migrate(*connection, base::from_millis(5));
  std::vector<std::string> expected;
  Rows rows = connection->query(kListNames);
  while (rows.next()) expected.push_back(rows.string(0));
  EXPECT_GT(expected.size(), 15u);
  EXPECT_THAT(names(), testing::UnorderedElementsAreArray(expected));
}

TEST_F(Tables, come_after_those_they_refer_to) {
  migrate(*connection, base::from_millis(5));
  const auto all = names();
  const auto place_of = [&](const std::string& name) { return std::ranges::find(all, name) - all.begin(); };
  Rows rows = connection->query(kListReferences);
  int looked_at = 0;
  for (; rows.next(); ++looked_at) {
    // Rows are copied in the order of their keys, so what a row of the same table refers to is there before
    // it.
    if (rows.string(0) == rows.string(1)) continue;
    EXPECT_LT(place_of(rows.string(1)), place_of(rows.string(0)))
        << rows.text(0) << " refers to " << rows.text(1);
  }
  EXPECT_GT(looked_at, 10);
}

TEST_F(Tables, that_nobody_refers_to_come_by_name) {
  connection->run_script(
      "CREATE TABLE b (id integer NOT NULL PRIMARY KEY); CREATE TABLE a (id integer NOT NULL PRIMARY KEY)");
  EXPECT_THAT(names(), ElementsAre("a", "b"));
}

TEST_F(Tables, that_cannot_be_copied_are_a_fault) {
  EXPECT_THAT(fault_of("CREATE TABLE keyless (id integer)"), HasSubstr("keyless has no primary key"));
  EXPECT_THAT(fault_of("DROP TABLE keyless; CREATE TABLE a (id integer PRIMARY KEY, b real)"),
              HasSubstr("a has a column of the type real"));
  EXPECT_THAT(fault_of("DROP TABLE a; CREATE TABLE a (id integer PRIMARY KEY REFERENCES b (id));"
                       "CREATE TABLE b (id integer PRIMARY KEY REFERENCES a (id));"),
              HasSubstr("a refers to others that refer back to it"));
}

}  // namespace
}  // namespace temujanji::storage
