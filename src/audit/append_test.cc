#include "audit/append.h"

#include <gtest/gtest.h>

#include "storage/database.h"
#include "tests/support/test_database.h"

namespace temujanji::audit {
namespace {

constexpr storage::Statement kListEntries{
    "test:list_entries", "SELECT id, at, actor, act, subject, office_id, detail FROM audit_event ORDER BY id",
    ""};

class Appending : public testing::Test {
 protected:
  std::vector<std::string> entries() {
    std::vector<std::string> all;
    storage::Rows rows = connection->query(kListEntries);
    while (rows.next()) {
      all.push_back(std::to_string(rows.integer(1)) + '|' + rows.string(2) + '|' + rows.string(3) + '|' +
                    rows.string(4) + '|' + (rows.is_null(5) ? "-" : std::to_string(rows.integer(5))) + '|' +
                    rows.string(6));
    }
    return all;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  base::ManualClock clock{base::from_millis(1'793'577'600'000)};
  base::IdSource ids{clock, 1};
  std::unique_ptr<storage::Database> database = under_test.open();
  std::unique_ptr<storage::Connection> connection = database->connect(storage::Access::write);
  engine::Engine engine{*database, clock, ids, {}};
};

TEST_F(Appending, keeps_who_did_what_at_what_and_when) {
  EXPECT_TRUE(engine.run(Append{{"staff:7", "looked", "appointment:12", 3, "day sheet"}}));
  clock.advance(std::chrono::milliseconds(5));
  EXPECT_TRUE(engine.run(Append{{"operator", "published", "office:3"}}));
  EXPECT_EQ(entries(), (std::vector<std::string>{"1793577600000|staff:7|looked|appointment:12|3|day sheet",
                                                 "1793577600005|operator|published|office:3|-|"}));
}

TEST_F(Appending, keeps_details_short_and_without_control_characters) {
  engine.run(Append{{"staff:7", "noted", "office:3", 0, "a\nb\x7F"}});
  std::string accents = "x";
  for (int i = 0; i < 300; ++i) accents += "é";
  engine.run(Append{{"staff:7", "noted", "office:3", 0, accents}});
  const auto kept = entries();
  EXPECT_TRUE(kept[0].ends_with("|a b "));
  EXPECT_TRUE(kept[1].ends_with("|" + accents.substr(0, 499)));
}

}  // namespace
}  // namespace temujanji::audit
