#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

#include "storage/database.h"
#include "tests/support/test_database.h"

namespace temujanji::storage {
namespace {

constexpr Statement kListApplied{"list_applied", "SELECT version, applied_at FROM migration ORDER BY version",
                                 ""};

class Migrations : public testing::Test {
 protected:
  std::vector<std::pair<int, std::int64_t>> applied() {
    std::vector<std::pair<int, std::int64_t>> all;
    Rows rows = connection->query(kListApplied);
    while (rows.next()) all.emplace_back(rows.small(0), rows.integer(1));
    return all;
  }

  tests::TestDatabase under_test;
  std::unique_ptr<Database> database = under_test.open();
  std::unique_ptr<Connection> connection = database->connect(Access::write);
};

TEST_F(Migrations, run_in_order_and_note_when) {
  migrate(*connection, base::from_millis(5));
  const auto all = applied();
  ASSERT_FALSE(all.empty());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i], std::pair(static_cast<int>(i) + 1, std::int64_t{5}));
  }
}

TEST_F(Migrations, do_nothing_when_they_ran_before) {
  migrate(*connection, base::from_millis(5));
  connection->run_script("UPDATE revision SET number = 7");
  const auto before = applied();
  migrate(*connection, base::from_millis(6));
  EXPECT_EQ(applied(), before);
  static constexpr Statement kRevisions{"revisions", "SELECT count(*) FROM revision WHERE number = 7", ""};
  Rows rows = connection->query(kRevisions);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 2);
}

TEST_F(Migrations, refuse_a_database_of_a_newer_program) {
  migrate(*connection, base::from_millis(5));
  connection->run_script("INSERT INTO migration (version, applied_at) VALUES (9999, 6)");
  const auto before = applied();
  EXPECT_THROW(migrate(*connection, base::from_millis(7)), base::Fault);
  EXPECT_EQ(applied(), before);
}

// Both had looked at what had run before either began.
TEST_F(Migrations, run_once_when_several_processes_begin_together) {
  std::vector<std::string> faults(4);
  std::latch all_here(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(faults.size());
    for (std::string& fault : faults) {
      threads.emplace_back([&all_here, &fault, mine = database->connect(Access::write)] {
        all_here.arrive_and_wait();
        try {
          migrate(*mine, base::from_millis(5));
        } catch (const base::Fault& thrown) {
          fault = thrown.what();
        }
      });
    }
  }
  EXPECT_EQ(faults, std::vector<std::string>(4));
  EXPECT_FALSE(applied().empty());
}

TEST_F(Migrations, make_a_schema_that_keeps_seats_within_their_slot) {
  migrate(*connection, base::from_millis(5));
  const auto without_pools = database->connect(Access::write);
  tests::ignore_foreign_keys(*without_pools);
  without_pools->run_script(
      "INSERT INTO slot (id, pool_id, starts_at, minutes, seats) VALUES (1, 1, 0, 30, 2)");
  for (const char* taken : {"3", "-1"}) {
    EXPECT_THROW(connection->run_script("UPDATE slot SET taken = " + std::string(taken)), ConstraintFault);
  }
  // On PostgreSQL locks and the doctor do what foreign keys do here.
  if (tests::on_postgresql()) return;
  EXPECT_THROW(connection->run_script("INSERT INTO slot (id, pool_id, starts_at, minutes, seats) "
                                      "VALUES (2, 99, 0, 30, 2)"),
               ConstraintFault);
}

}  // namespace
}  // namespace temujanji::storage
