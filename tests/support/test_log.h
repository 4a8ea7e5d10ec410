#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "audit/append.h"
#include "audit/sealer.h"
#include "base/log.h"
#include "storage/database.h"
#include "tests/support/test_database.h"

namespace temujanji::audit {

/// A database with an engine, a sealer and a clock that stands still; for tests.
class TestLog : public testing::Test {
 protected:
  TestLog() {
    base::set_log_level("warning");
    tests::ignore_foreign_keys(*connection);
    change("INSERT INTO installation (id, created_at) VALUES ('test', 0)");
  }

  void change(const std::string& sql) { connection->run_script(sql); }
  std::int64_t number(const storage::Statement& statement) {
    storage::Rows rows = connection->query(statement);
    return rows.next() ? rows.integer(0) : -1;
  }

  /// A look at something, now.
  void look(const std::string& subject) { engine.run(Append{{"staff:7", "looked", subject, 3, "a \"b\""}}); }
  /// An event of an appointment as a command of long ago would have written it.
  void event(std::int64_t id, const std::string& kind = "booked") {
    change("INSERT INTO appointment_event VALUES (" + std::to_string(id) + ", 5, '" + kind + "', " +
           std::to_string(base::to_millis(clock.now())) + ", 'applicant', '')");
  }
  /// An event of a number at a counter.
  void ticket_event(std::int64_t id) {
    change("INSERT INTO ticket_event VALUES (" + std::to_string(id) + ", 5, 'called', " +
           std::to_string(base::to_millis(clock.now())) + ", 7, '3', 1, 'appointment', '')");
  }
  /// Events with ids one after the other, as many as said.
  void events(std::int64_t first, std::int64_t count) {
    for (std::int64_t id = first; id < first + count; ++id) event(id);
  }

  Sealer make_sealer(Sealer::Options options) {
    return Sealer(engine, clock, keys, HeadsFile(folder.path() / "audit-heads.log"), options);
  }
  std::size_t seal(Sealer::Heads heads = Sealer::Heads::now) { return sealer.round(*connection, heads); }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  const tests::TestFolder folder;
  base::ManualClock clock{base::from_millis(1'793'577'600'000)};
  base::IdSource ids{clock, 1};
  base::KeyRing keys = base::KeyRing::ephemeral();
  std::unique_ptr<storage::Database> database = under_test.open();
  std::unique_ptr<storage::Connection> connection = database->connect(storage::Access::write);
  engine::Engine engine{*database, clock, ids, {}};
  Sealer sealer{engine, clock, keys, HeadsFile(folder.path() / "audit-heads.log")};
};

/// Every leaf's row, in the order of the tree.
inline std::vector<RowKey> rows_in_tree(storage::Connection& connection) {
  std::vector<RowKey> rows;
  for (const Page& page : list_pages(connection, 0, 1000)) {
    for (std::size_t i = 0; i < page.size(); ++i) rows.push_back(page.leaf(i).row);
  }
  return rows;
}

}  // namespace temujanji::audit
