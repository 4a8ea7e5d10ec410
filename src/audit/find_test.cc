#include "audit/find.h"

#include <gtest/gtest.h>

#include "storage/database.h"
#include "tests/support/test_database.h"

namespace temujanji::audit {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kFirstId = 1000;

/// A log of very many entries of one officer, a few of another and the events of one appointment.
class Finding : public testing::Test {
 protected:
  void entries(std::int64_t first, int count, const std::string& actor) {
    std::string sql = "BEGIN;";
    for (int i = 0; i < count; ++i) {
      sql += "INSERT INTO audit_event VALUES (" + std::to_string(first + i) + ", 1, '" + actor +
             "', 'looked', 'office:3', 3, '');";
    }
    connection->run_script(sql + "COMMIT;");
  }
  FoundPart found(const Filter& filter, std::int64_t before = kHighestId, int rows_max = 50) {
    return list_found(*connection, filter, before, rows_max);
  }
  static Filter by(const std::string& actor) {
    Filter filter;
    filter.actor = actor;
    return filter;
  }

  const tests::TestDatabase under_test{tests::TestDatabase::with_schema()};
  std::unique_ptr<storage::Database> database = under_test.open();
  std::unique_ptr<storage::Connection> connection = database->connect(storage::Access::write);
};

TEST_F(Finding, gives_pages_that_follow_each_other_newest_first) {
  entries(kFirstId, 120, "staff:7");
  std::vector<std::int64_t> ids;
  std::optional<std::int64_t> before = kHighestId;
  int pages = 0;
  for (; before; ++pages) {
    const FoundPart part = found(by("staff:7"), *before);
    for (const Found& one : part.rows) ids.push_back(one.id);
    before = part.next;
  }
  EXPECT_EQ(pages, 3);
  ASSERT_EQ(ids.size(), 120u);
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(ids[i], kFirstId + 119 - static_cast<std::int64_t>(i));
}

TEST_F(Finding, looks_at_so_many_rows_for_a_page_and_then_tells_where_to_go_on) {
  entries(kFirstId, 1, "staff:9");
  entries(kFirstId + 1, 2 * kLookedAtMax, "staff:7");
  const FoundPart first = found(by("staff:9"));
  EXPECT_TRUE(first.rows.empty());
  ASSERT_TRUE(first.next.has_value());
  EXPECT_EQ(*first.next, kFirstId + 1 + kLookedAtMax);
  const FoundPart second = found(by("staff:9"), *first.next);
  EXPECT_TRUE(second.rows.empty());
  ASSERT_TRUE(second.next.has_value());
  const FoundPart third = found(by("staff:9"), *second.next);
  ASSERT_EQ(third.rows.size(), 1u);
  EXPECT_EQ(third.rows[0].id, kFirstId);
  EXPECT_FALSE(third.next.has_value());
}

TEST_F(Finding, gives_one_source_where_only_that_is_asked_for) {
  entries(kFirstId, 3, "staff:7");
  Filter events;
  events.source = find_source("appointment_event");
  EXPECT_TRUE(found(events).rows.empty());
  Filter looks;
  looks.source = find_source("audit_event");
  EXPECT_EQ(found(looks).rows.size(), 3u);
  EXPECT_TRUE(find_row(*connection, *looks.source, kFirstId).has_value());
  EXPECT_FALSE(find_row(*connection, *events.source, kFirstId).has_value()) << "an id of the other source";
}

}  // namespace
}  // namespace temujanji::audit
