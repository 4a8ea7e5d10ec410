#include "audit/proof.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/test_log.h"

namespace temujanji::audit {
namespace {

const Source& kEvents = *find_source("appointment_event");
const Source& kEntries = *find_source("audit_event");

class Proving : public TestLog {
 protected:
  /// Ids of all entries.
  std::vector<RowKey> rows() { return rows_in_tree(*connection); }
  Proof proof_of(const RowKey& row) { return prove(*connection, *find_source(row.tag), row.id).value(); }
};

TEST_F(Proving, works_for_every_row_of_logs_of_many_sizes) {
  std::int64_t next = 1000;
  for (const int more : {1, 1, 1, 2, 3, 505, 1, 510, 1, 1, 130, 900}) {
    connection->run_script("BEGIN");
    events(next, more);
    next += more;
    connection->run_script("COMMIT");
    if (more == 2) look("appointment:5");
    seal();
    std::size_t place = 0;
    for (const RowKey& row : rows()) {
      // All of small logs, and of large ones every seventh and those at the edges of pages.
      const std::size_t edge = place % kPageLeaves;
      if (next > 1500 && place++ % 7 != 0 && edge != 0 && edge != kPageLeaves - 1) continue;
      const Proof proof = proof_of(row);
      ASSERT_TRUE(is_valid(proof, keys.public_key())) << row.id;
      ASSERT_EQ(proof.head.size, rows().size());
    }
  }
}

TEST_F(Proving, survives_being_written_and_read) {
  look("appointment:5");
  events(10, 5);
  ticket_event(20);
  seal();
  for (const RowKey& row : rows()) {
    const std::string text = to_json(proof_of(row));
    const auto read = parse_proof(text);
    ASSERT_TRUE(read) << text;
    EXPECT_TRUE(is_valid(*read, keys.public_key()));
    EXPECT_EQ(to_json(*read), text);
    EXPECT_FALSE(is_valid(*read, base::KeyRing::ephemeral().public_key()));
  }
}

TEST_F(Proving, fails_after_any_change_of_what_was_written) {
  look("appointment:5");
  events(10, 600);
  seal();
  const std::string text = to_json(proof_of(rows().back()));
  std::mt19937 chance{3};
  int unreadable = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string changed = text;
    char& character = changed[chance() % (changed.size() - 1)];
    const char other = static_cast<char>("0123456789abcdefXYZ-_ {}\""[chance() % 25]);
    if (other == character) continue;
    character = other;
    const auto read = parse_proof(changed);
    unreadable += read ? 0 : 1;
    // The last characters of base64 hold unused bits, so that some texts say the same.
    if (read && to_json(*read) != text) {
      EXPECT_FALSE(is_valid(*read, keys.public_key())) << changed;
    }
  }
  EXPECT_GT(unreadable, 100);
  EXPECT_FALSE(parse_proof(""));
  EXPECT_FALSE(parse_proof("{}"));
  EXPECT_FALSE(parse_proof("[1]"));
}

TEST_F(Proving, is_refused_for_what_is_not_there_not_sealed_or_no_longer_the_same) {
  EXPECT_EQ(prove(*connection, kEvents, 10).refusal(), NoProof::unknown);
  event(10);
  EXPECT_EQ(prove(*connection, kEvents, 10).refusal(), NoProof::not_yet);
  seal();
  EXPECT_TRUE(prove(*connection, kEvents, 10).ok());
  EXPECT_EQ(prove(*connection, kEntries, 10).refusal(), NoProof::unknown);
  event(11);
  seal(Sealer::Heads::when_due);
  EXPECT_EQ(prove(*connection, kEvents, 11).refusal(), NoProof::not_yet) << "no head covers it";
  change("UPDATE appointment_event SET detail = 'x' WHERE id = 10");
  EXPECT_EQ(prove(*connection, kEvents, 10).refusal(), NoProof::damaged);
}

TEST_F(Proving, takes_at_most_four_kilobytes_at_a_thousand_million_rows) {
  // The longest texts there can be, all of characters that JSON writes with two.
  const std::string word(kWordBytesMax, '"'), detail(kDetailBytesMax, '\\');
  engine.run(Append{{word, word, word, kHighestId, detail}});
  seal();
  Proof proof = proof_of(rows().front());
  EXPECT_EQ(proof.row.back().text, detail);
  proof.head.installation = std::string(36, 'x');
  proof.head.number = 100'000'000;
  proof.head.size = 1'000'000'000;
  proof.index = 999'999'999;
  proof.path.resize(30);
  EXPECT_LE(to_json(proof).size(), kProofBytesMax);
  proof.path.resize(20);
  RecordProperty("bytes_at_a_million", static_cast<int>(to_json(proof).size()));
}

TEST_F(Proving, takes_little_for_an_ordinary_row_among_a_million) {
  event(ids.next());
  seal();
  Proof proof = proof_of(rows().front());
  proof.path.resize(20);
  proof.head.size = proof.index = 1'000'000;
  const std::size_t bytes = to_json(proof).size();
  EXPECT_LE(bytes, 1600u) << "a path of twenty hashes and a head";
}

}  // namespace
}  // namespace temujanji::audit
