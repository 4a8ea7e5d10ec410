#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "storage/copy.h"
#include "storage/tables.h"
#include "tests/support/every_value.h"
#include "tests/support/test_folder.h"

namespace temujanji::storage {
namespace {

/// A SQLite database, a PostgreSQL that is empty, and another SQLite to come back to.
class CopyingToPostgresql : public testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("POSTGRESQL_UNDER_TEST");
    ASSERT_NE(url, nullptr) << "POSTGRESQL_UNDER_TEST names no server; start through support/postgresql.py";
    postgresql = open_postgresql(url);
    postgresql->connect(Access::write)->run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    for (Database* database : {source.get(), postgresql.get(), back.get()}) {
      const auto connection = database->connect(Access::write);
      migrate(*connection, base::from_millis(5));
      connection->run_script(kValueTables);
    }
    source->connect(Access::write)->run_script(kEveryValue);
  }
  std::vector<std::string> values_of(Database& sqlite) { return every_value(*sqlite.connect(Access::read)); }
  void expect_the_same_after_both_ways() {
    copy_rows(*source, *postgresql, progress);
    copy_rows(*postgresql, *back, progress);
    EXPECT_EQ(values_of(*back), values_of(*source));
  }

  tests::TestFolder folder;
  std::unique_ptr<Database> source = open_sqlite(folder.path() / "source.db", Durability::none);
  std::unique_ptr<Database> back = open_sqlite(folder.path() / "back.db", Durability::none);
  std::unique_ptr<Database> postgresql;
  std::function<void()> on_progress = [] {};
  CopyProgress progress = [this](CopyStep, const std::string&, std::int64_t) { on_progress(); };
};

TEST_F(CopyingToPostgresql, sees_the_same_tables_on_both) {
  const auto one = postgresql->connect(Access::read), other = source->connect(Access::read);
  EXPECT_EQ(list_tables(*one, *other), list_tables(*other, *one));
}

TEST_F(CopyingToPostgresql, keeps_every_kind_of_value_there_and_back) {
  expect_the_same_after_both_ways();
  EXPECT_EQ(values_of(*back).size(), 8u);
}

TEST_F(CopyingToPostgresql, keeps_every_row_of_many_pages_there_and_back) {
  source->connect(Access::write)->run_script(kManyValues);
  expect_the_same_after_both_ways();
  EXPECT_EQ(values_of(*back).size(), 5008u);
}

// Otherwise rows would be left out at the turn of a page, and the comparison see differences.
TEST_F(CopyingToPostgresql, reads_texts_in_one_order_whatever_the_language_of_the_database) {
  source->connect(Access::write)->run_script(kManyValues);
  postgresql->connect(Access::write)
      ->run_script("ALTER TABLE value ALTER COLUMN name TYPE text COLLATE \"en-x-icu\"");
  expect_the_same_after_both_ways();
}

TEST_F(CopyingToPostgresql, reads_the_source_as_it_was_when_it_began) {
  source->connect(Access::write)
      ->run_script(
          "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 100000) "
          "INSERT INTO value (number, name) SELECT n, 'counted' FROM counted");
  copy_rows(*source, *postgresql, progress);
  on_progress = [this] {
    postgresql->connect(Access::write)->run_script("DELETE FROM value WHERE name = 'counted'");
  };
  copy_rows(*postgresql, *back, progress);
  EXPECT_EQ(values_of(*back), values_of(*source));
}

TEST_F(CopyingToPostgresql, finds_a_value_that_did_not_arrive_and_keeps_nothing) {
  const auto connection = postgresql->connect(Access::write);
  connection->run_script(
      "CREATE FUNCTION harm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF new.note = 'it''s' THEN new.note = 'other'; END IF; RETURN new; END $$;"
      "CREATE TRIGGER harm BEFORE INSERT ON value FOR EACH ROW EXECUTE FUNCTION harm()");
  try {
    copy_rows(*source, *postgresql, progress);
    FAIL() << "the difference was not seen";
  } catch (const base::Fault& fault) {
    EXPECT_THAT(fault.what(), testing::HasSubstr("value does not hold the same"));
  }
  connection->run_script("DROP TRIGGER harm ON value");
  expect_the_same_after_both_ways();
}

TEST_F(CopyingToPostgresql, leaves_a_used_target_as_it_is) {
  postgresql->connect(Access::write)->run_script("INSERT INTO value (number, name) VALUES (1, 'own')");
  EXPECT_THROW(copy_rows(*source, *postgresql, progress), base::UsageFault);
  copy_rows(*postgresql, *back, progress);
  EXPECT_EQ(values_of(*back).size(), 1u);
}

}  // namespace
}  // namespace temujanji::storage
