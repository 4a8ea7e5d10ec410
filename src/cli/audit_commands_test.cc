#include "cli/audit_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "audit/append.h"
#include "base/crypto.h"
#include "base/fault.h"
#include "base/text.h"
#include "tests/support/test_database.h"

namespace temujanji::cli {
namespace {

using testing::HasSubstr;

/// An installation without a catalogue, whose log has three entries.
class AuditCommands : public testing::Test {
 protected:
  AuditCommands() {
    base::KeyRing::create(folder_.keys());
    base::IdSource ids(clock_, 1);
    engine::Engine engine(*database_, clock_, ids, {});
    for (const char* subject : {"office:1", "office:2", "office:3"})
      engine.run(audit::Append{{"staff:7", "looked", subject}});
    first_ = find_first();
  }

  std::string find_first() {
    static constexpr storage::Statement kFirst{"test:first_entry", "SELECT min(id) FROM audit_event", ""};
    auto rows = connection_->query(kFirst);
    return rows.next() ? std::to_string(rows.integer(0)) : "";
  }
  std::string key() const { return base::to_base64url(base::KeyRing::load(folder_.keys()).public_key()); }
  /// What it wrote, after the code it gave.
  std::string did(int code) {
    std::string text = std::to_string(code) + ' ' + out_.str() + err_.str();
    out_.str("");
    err_.str("");
    return text;
  }

  const tests::TestFolder test_folder_;
  const tests::TestDatabase under_test_{tests::TestDatabase::with_schema()};
  const DataFolder folder_{test_folder_.path() / "data", under_test_.url()};
  base::ManualClock clock_{base::from_millis(1'793'577'600'000)};
  std::unique_ptr<storage::Database> database_ = under_test_.open();
  std::unique_ptr<storage::Connection> connection_ = database_->connect(storage::Access::write);
  std::ostringstream out_, err_;
  World world_{clock_, out_, err_};
  std::string first_;
};

TEST_F(AuditCommands, seal_and_verify_a_log) {
  EXPECT_EQ(did(seal_log(world_, folder_)), "0 3 rows were sealed\n");
  EXPECT_EQ(did(seal_log(world_, folder_)), "0 0 rows were sealed\n");
  const std::string text = did(verify_log(world_, {folder_}));
  EXPECT_THAT(text,
              HasSubstr("0 leaves: 3\nheads: 1, witnessed in files: 1\nlast: head 1 of 3 leaves, signed at "
                        "2026-11-02T00:00:00"));
  EXPECT_THAT(text, HasSubstr("public key: " + key() + "\nok\n"));
  EXPECT_THAT(did(verify_log(world_, {folder_, {}, key()})), HasSubstr("ok"));
}

TEST_F(AuditCommands, tell_what_was_changed) {
  seal_log(world_, folder_);
  connection_->run_script("UPDATE audit_event SET actor = 'staff:8' WHERE id = " + first_);
  EXPECT_THAT(did(verify_log(world_, {folder_})),
              HasSubstr("problem: audit_event " + first_ + " was edited; it is leaf 0\n1 problem\n"));
  EXPECT_THAT(did(prove_event(world_, folder_, "audit_event:" + first_)), HasSubstr("1 no proof"));
}

TEST_F(AuditCommands, compare_with_heads_that_were_kept_elsewhere) {
  seal_log(world_, folder_);
  const auto kept = test_folder_.path() / "kept.log";
  std::filesystem::rename(folder_.audit_heads(), kept);
  connection_->run_script(
      "DELETE FROM audit_head; DELETE FROM audit_tree; DELETE FROM audit_page; "
      "DELETE FROM audit_event");
  EXPECT_THAT(did(verify_log(world_, {folder_})), HasSubstr("ok"));
  EXPECT_THAT(did(verify_log(world_, {folder_, {kept}})),
              HasSubstr("head 1 with 3 leaves, witnessed in line 1 of kept.log, is gone from the database"));
  EXPECT_THROW(verify_log(world_, {folder_, {"/nonexistent"}}), base::UsageFault);
}

TEST_F(AuditCommands, prove_a_row_to_somebody_without_the_database) {
  EXPECT_THAT(did(prove_event(world_, folder_, "event:" + first_)),
              HasSubstr("not covered by a signed head yet"));
  seal_log(world_, folder_);
  did(0);
  ASSERT_EQ(prove_event(world_, folder_, "event:" + first_), 0);
  const auto proof = test_folder_.write("proof.json", out_.str());
  did(0);
  EXPECT_THAT(
      did(check_proof(world_, proof, key())),
      HasSubstr("0 genuine: audit_event " + first_ + " is leaf 0 of head 1 of 3 leaves, signed at 2026"));
  const auto key_file = test_folder_.write("public.key", key() + "\n");
  EXPECT_THAT(did(check_proof(world_, proof, key_file.string())), HasSubstr("0 genuine"));
  const std::string other = base::to_base64url(base::KeyRing::ephemeral().public_key());
  EXPECT_EQ(did(check_proof(world_, proof, other)), "1 not genuine\n");
  EXPECT_EQ(did(check_proof(world_, key_file, key())), "1 not a proof\n");
}

TEST_F(AuditCommands, refuse_what_names_no_row) {
  EXPECT_THROW(prove_event(world_, folder_, "appointment:12"), base::UsageFault);
  EXPECT_THROW(prove_event(world_, folder_, "audit_event"), base::UsageFault);
  EXPECT_THROW(prove_event(world_, folder_, "audit_event:x"), base::UsageFault);
  EXPECT_THAT(did(prove_event(world_, folder_, "appointment_event:1")), HasSubstr("1 no proof"));
}

}  // namespace
}  // namespace temujanji::cli
