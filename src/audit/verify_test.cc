#include "audit/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_log.h"

namespace temujanji::audit {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A log of some pages and heads, with entries and events in turn; a minute and more has passed since.
class Verifying : public TestLog {
 protected:
  static constexpr int kEvents = 1100;

  Verifying() {
    connection->run_script("BEGIN");
    for (int i = 0; i < kEvents; ++i) {
      event(1000 + i);
      if (i % 10 == 0) entry(500'000 + i);
      if (i % 400 != 399) continue;
      connection->run_script("COMMIT");
      seal();
      clock.advance(std::chrono::seconds(30));
      connection->run_script("BEGIN");
    }
    connection->run_script("COMMIT");
    seal();
    clock.advance(std::chrono::minutes(2));
  }
  void entry(std::int64_t id) {
    change("INSERT INTO audit_event VALUES (" + std::to_string(id) + ", " +
           std::to_string(base::to_millis(clock.now())) +
           ", 'staff:7', 'looked', 'appointment:5', 3, 'day sheet')");
  }

  Verification verified() {
    return verify(*connection, clock.now(), keys.public_key(), {HeadsFile(folder.path() / "audit-heads.log")},
                  to_the_end);
  }
  std::vector<std::string> problems() { return verified().problems.kept(); }
  std::vector<std::string> problems_without_file() {
    return verify(*connection, clock.now(), keys.public_key(), {}, to_the_end).problems.kept();
  }
  std::vector<std::string> quick_problems() {
    return verify_quickly(*connection, clock.now(), keys.public_key()).kept();
  }
  std::vector<std::string> problems_after(const std::string& sql) {
    change(sql);
    return problems();
  }

  /// Writes a page again with what `work` makes of its leaves.
  template <class Work>
  void change_page(std::int64_t number, Work work) {
    Page page = list_pages(*connection, number, 1).front();
    std::vector<Leaf> leaves;
    for (std::size_t i = 0; i < page.size(); ++i) leaves.push_back(page.leaf(i));
    work(leaves);
    Page changed{number};
    for (const Leaf& leaf : leaves) changed.append(leaf);
    static constexpr storage::Statement kWrite{
        "test:write_page", "UPDATE audit_page SET first_id = $2, last_id = $3, leaves = $4 WHERE number = $1",
        ""};
    connection->execute(kWrite, {number, changed.first_id, changed.last_id, storage::Blob{changed.leaves}});
  }
};

TEST_F(Verifying, finds_nothing_in_an_untouched_log_and_says_what_it_saw) {
  const Verification seen = verified();
  EXPECT_THAT(seen.problems.kept(), IsEmpty());
  EXPECT_EQ(seen.size, 1210u);
  EXPECT_EQ(seen.heads, 3);
  EXPECT_EQ(seen.witnessed, 3u);
  EXPECT_EQ(seen.last_head, find_last_head(*connection));
  EXPECT_THAT(quick_problems(), IsEmpty());
}

TEST_F(Verifying, finds_nothing_in_an_empty_log) {
  const tests::TestDatabase fresh{tests::TestDatabase::with_schema()};
  const auto empty = fresh.open();
  const auto reader = empty->connect(storage::Access::read);
  EXPECT_TRUE(verify(*reader, clock.now(), keys.public_key(), {}, to_the_end).problems.empty());
  EXPECT_TRUE(verify_quickly(*reader, clock.now(), keys.public_key()).empty());
}

TEST_F(Verifying, finds_each_edited_column) {
  for (const char* edit :
       {"appointment_id = 6", "kind = 'attended'", "at = at + 1", "actor = 'operator'", "detail = 'x'"}) {
    change("BEGIN");
    EXPECT_THAT(problems_after("UPDATE appointment_event SET " + std::string(edit) + " WHERE id = 1700"),
                ElementsAre(ContainsRegex("appointment_event 1700 was edited")))
        << edit;
    change("ROLLBACK");
  }
  for (const char* edit : {"at = at + 1", "actor = 'staff:8'", "act = 'signed_in'", "subject = 'office:1'",
                           "office_id = 4", "office_id = NULL", "detail = ''"}) {
    change("BEGIN");
    EXPECT_THAT(problems_after("UPDATE audit_event SET " + std::string(edit) + " WHERE id = 500010"),
                ElementsAre(ContainsRegex("audit_event 500010 was edited")))
        << edit;
    change("ROLLBACK");
  }
  ticket_event(400);
  seal();
  for (const char* edit :
       {"ticket_id = 6", "kind = 'absent'", "at = at + 1", "staff = 8", "staff = NULL", "counter = NULL",
        "counter = ''", "pool_id = 2", "lane = 'walk_in'", "detail = 'x'"}) {
    change("BEGIN");
    EXPECT_THAT(problems_after("UPDATE ticket_event SET " + std::string(edit) + " WHERE id = 400"),
                ElementsAre(ContainsRegex("ticket_event 400 was edited")))
        << edit;
    change("ROLLBACK");
  }
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Verifying, finds_a_deleted_row_wherever_it_stood) {
  for (const int id : {1000, 1543, 1000 + kEvents - 1}) {
    change("BEGIN");
    EXPECT_THAT(problems_after("DELETE FROM appointment_event WHERE id = " + std::to_string(id)),
                ElementsAre(ContainsRegex("appointment_event " + std::to_string(id) + " is missing")));
    EXPECT_THAT(quick_problems(), ElementsAre(HasSubstr("is missing")));
    change("ROLLBACK");
  }
}

TEST_F(Verifying, finds_an_id_that_was_changed) {
  const auto found = problems_after("UPDATE audit_event SET id = 3 WHERE id = 500010");
  EXPECT_THAT(found, testing::UnorderedElementsAre(
                         HasSubstr("audit_event 500010 is missing"),
                         HasSubstr("audit_event 3 is not in the tree, although it is older than a minute")));
  EXPECT_EQ(quick_problems().size(), 2u);
}

TEST_F(Verifying, finds_rows_that_were_exchanged) {
  EXPECT_THAT(problems_after("UPDATE appointment_event SET id = -1 WHERE id = 1100;"
                             "UPDATE appointment_event SET id = 1100, detail = 'x' WHERE id = 1200;"
                             "UPDATE appointment_event SET id = 1200 WHERE id = -1"),
              ElementsAre(ContainsRegex("appointment_event 1100 was edited")));
}

TEST_F(Verifying, finds_rows_that_wait_for_longer_than_a_minute) {
  event(ids.next());
  EXPECT_THAT(problems(), IsEmpty());
  clock.advance(std::chrono::seconds(61));
  EXPECT_THAT(problems(), ElementsAre(ContainsRegex("appointment_event [0-9]+ is not in the tree")));
  EXPECT_THAT(quick_problems(), ElementsAre(HasSubstr("is not in the tree")));
  seal();
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Verifying, finds_leaves_that_changed_places) {
  change_page(0, [](std::vector<Leaf>& leaves) { std::swap(leaves[3], leaves[4]); });
  EXPECT_THAT(problems(),
              ElementsAre(HasSubstr("head 1 has another root than the tree: something changed "
                                    "from leaf 0 to 439"),
                          HasSubstr("leaves 0 to 511 are not those"), HasSubstr("leaves 0 to 1023")));
}

TEST_F(Verifying, finds_a_row_that_was_edited_together_with_its_leaf_and_all_nodes) {
  change("UPDATE appointment_event SET detail = 'x' WHERE id = 1450");
  const Source& source = *find_source("appointment_event");
  Hash hash{};
  visit_rows(*connection, source, 1450, 1450,
             [&](const storage::Rows& row) { hash = hash_leaf(content_of(source, row)); });
  change_page(0, [&](std::vector<Leaf>& leaves) {
    std::ranges::find(leaves, RowKey{1450, source.tag}, &Leaf::row)->hash = hash;
  });
  change("DELETE FROM audit_node");
  static constexpr storage::Statement kNode{
      "test:write_node", "INSERT INTO audit_node (level, number, hash) VALUES ($1, $2, $3)", ""};
  Frontier tree;
  for (const Page& page : list_pages(*connection, 0, 10)) {
    for (std::size_t i = 0; i < page.size(); ++i) {
      tree.append(page.leaf(i).hash, [&](int level, std::uint64_t number, const Hash& node) {
        if (level < kPageLevel) return;
        connection->execute(kNode, {level - kPageLevel, static_cast<std::int64_t>(number),
                                    storage::Blob{base::bytes_of(node)}});
      });
    }
  }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("head 2 has another root than the tree: something changed "
                                                "from leaf 440 to 879")));
}

TEST_F(Verifying, finds_leaves_that_are_gone_twice_or_too_many) {
  change("BEGIN");
  change_page(1, [](std::vector<Leaf>& leaves) { leaves.erase(leaves.begin() + 7); });
  EXPECT_THAT(problems(), testing::Contains(HasSubstr("page 1 has lost leaves or gained some")));
  change("ROLLBACK");
  change("BEGIN");
  change_page(1, [](std::vector<Leaf>& leaves) { leaves[8] = leaves[7]; });
  EXPECT_THAT(problems(),
              AllOf(testing::Contains(HasSubstr("stands twice in the tree, as leaf 519 and leaf 520")),
                    testing::Contains(HasSubstr("head 2 has another root"))));
  change("ROLLBACK");
  change("BEGIN");
  change_page(2, [](std::vector<Leaf>& leaves) { leaves.push_back(leaves.front()); });
  EXPECT_THAT(problems(), testing::Contains(HasSubstr("there are leaves behind the end of the tree")));
  change("ROLLBACK");
  change("BEGIN");
  EXPECT_THAT(problems_after("DELETE FROM audit_page WHERE number = 1"),
              testing::Contains(HasSubstr("page 1 is missing")));
  change("ROLLBACK");
  change("BEGIN");
  EXPECT_THAT(problems_after("UPDATE audit_page SET first_id = 5000 WHERE number = 0"),
              testing::Contains(HasSubstr("page 0 says that it has other rows")));
  change("ROLLBACK");
  change("BEGIN");
  EXPECT_THAT(problems_after("DELETE FROM audit_node WHERE level = 1"),
              ElementsAre(HasSubstr("leaves 0 to 1023 are not those their node was made of")));
  change("ROLLBACK");
}

/// Takes away everything behind the first head as somebody would who knows the log well.
class CutOff : public Verifying {
 protected:
  CutOff() {
    const auto first = list_heads(*connection, 1, 1).front();
    change(
        "DELETE FROM audit_head WHERE number > 1; DELETE FROM audit_node;"
        "DELETE FROM audit_page WHERE number > 0; UPDATE audit_tree SET heads = 1, size = " +
        std::to_string(first.size));
    Rows kept;
    change_page(0, [&](std::vector<Leaf>& leaves) {
      leaves.resize(first.size);
      for (const Leaf& leaf : leaves) kept.push_back(leaf.row);
    });
    for (const Source& source : sources()) {
      std::string wanted = "0";
      for (const RowKey& row : kept) wanted += row.tag == source.tag ? "," + std::to_string(row.id) : "";
      change("DELETE FROM " + std::string(source.table) + " WHERE id NOT IN (" + wanted + ")");
    }
  }
  using Rows = std::vector<RowKey>;
};

TEST_F(CutOff, is_found_by_the_file_of_heads) {
  EXPECT_THAT(problems_without_file(), IsEmpty()) << "the database alone looks whole";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("head 2 with 880 leaves, witnessed in line 2 of "
                                                "audit-heads.log, is gone from the database"),
                                      HasSubstr("head 3 with 1210 leaves")));
}

TEST_F(CutOff, is_found_also_when_the_log_went_on_afterwards) {
  event(ids.next());
  auto next = make_sealer({});
  next.round(*connection, Sealer::Heads::now);
  EXPECT_THAT(problems_without_file(), IsEmpty());
  EXPECT_THAT(problems(),
              testing::Contains(HasSubstr("is another one in the database: the log was written anew")));
}

TEST_F(Verifying, finds_heads_that_are_missing_changed_or_signed_by_others) {
  const auto undone = [&](const std::string& sql) {
    change("BEGIN");
    auto found = problems_after(sql);
    const auto quick = quick_problems();
    change("ROLLBACK");
    EXPECT_FALSE(quick.empty()) << sql;
    return found;
  };
  EXPECT_THAT(undone("DELETE FROM audit_head WHERE number = 2"),
              ElementsAre("head 2 is missing", HasSubstr("head 2 with 880 leaves")));
  EXPECT_THAT(undone("DELETE FROM audit_head WHERE number = 3"), testing::Contains("head 3 is missing"));
  EXPECT_THAT(undone("UPDATE audit_head SET at = at + 1 WHERE number = 2"),
              testing::IsSupersetOf({HasSubstr("head 2: its signature is not genuine"),
                                     HasSubstr("head 3 does not follow the one before")}));
  EXPECT_THAT(undone("UPDATE audit_head SET size = size + 1 WHERE number = 2"),
              testing::Contains(HasSubstr("head 2 has another root")));
  EXPECT_THAT(undone("UPDATE audit_head SET size = size + 1000 WHERE number = 3"),
              testing::Contains(HasSubstr("head 3 is of more leaves than there are")));
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Verifying, finds_a_head_that_was_forged_with_other_keys) {
  Head head = list_heads(*connection, 3, 1).front();
  change("BEGIN; DELETE FROM audit_head WHERE number = 3; UPDATE audit_tree SET heads = 2");
  Growth growth = Growth::load(*connection);
  head = growth.next_head(clock.now());
  head.signature = base::KeyRing::ephemeral().sign(text_of(head));
  static constexpr storage::Statement kInsert{"test:insert_head",
                                              "INSERT INTO audit_head VALUES ($1, $2, $3, $4, $5, $6)", ""};
  connection->execute(kInsert, {head.number, static_cast<std::int64_t>(head.size), head.at,
                                storage::Blob{base::bytes_of(head.root)},
                                storage::Blob{base::bytes_of(head.previous)}, storage::Blob{head.signature}});
  change("UPDATE audit_tree SET heads = 3; COMMIT");
  EXPECT_THAT(problems_without_file(), ElementsAre("head 3: its signature is not genuine"));
  EXPECT_THAT(quick_problems(), ElementsAre("head 3: its signature is not genuine"));
}

TEST_F(Verifying, finds_lines_of_the_file_that_are_no_heads_or_not_genuine) {
  const auto path = folder.path() / "audit-heads.log";
  std::ofstream(path, std::ios::app) << "half a li";
  event(ids.next());
  seal();
  std::string lines = to_line(list_heads(*connection, 1, 1).front());
  lines.replace(lines.find(" 440 "), 5, " 441 ");
  std::ofstream(path, std::ios::app) << lines << '\n';
  EXPECT_THAT(problems(), ElementsAre("line 4 of audit-heads.log is not a head",
                                      "line 6 of audit-heads.log: its signature is not genuine"));
}

}  // namespace
}  // namespace temujanji::audit
