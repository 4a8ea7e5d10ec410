#include "cli/cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "tests/support/test_database.h"

namespace temujanji::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

int run_with(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  arguments.insert(arguments.begin(), "temujanji");
  pointers.reserve(arguments.size());
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run(static_cast<int>(pointers.size()), pointers.data());
  testing::internal::GetCapturedStdout();
  testing::internal::GetCapturedStderr();
  return code;
}

TEST(command_line, answers_bad_usage_with_two) {
  EXPECT_EQ(run_with({}), 2);
  EXPECT_EQ(run_with({"dance"}), 2);
  EXPECT_EQ(run_with({"publish"}), 2);
  EXPECT_EQ(run_with({"publish", "--data", "/nonexistent"}), 2);
  EXPECT_EQ(run_with({"settings", "--set", "hold.minutes"}), 2);
  EXPECT_EQ(run_with({"settings", "--set", "hold.minutes=many"}), 2);
  EXPECT_EQ(run_with({"slip", "verify", "ABC"}), 2);
}

TEST(command_line, answers_help_version_and_settings_with_nought) {
  EXPECT_EQ(run_with({"--help"}), 0);
  EXPECT_EQ(run_with({"version"}), 0);
  EXPECT_EQ(run_with({"settings", "--set", "hold.minutes=20"}), 0);
}

class Commands : public testing::Test {
 protected:
  Commands() { settings_.set("publish.days", "7", "test"); }
  std::string url() const {
    return folder_.is_on_postgresql() ? folder_.database_url : "sqlite:" + folder_.database().string();
  }
  tests::TestFolder test_folder_;
  const tests::TestDatabase under_test_;
  const DataFolder folder_{test_folder_.path() / "data", tests::on_postgresql() ? under_test_.url() : ""};
  base::ManualClock clock_{base::from_millis(1'793'577'600'000)};
  std::ostringstream out_, err_;
  World world_{clock_, out_, err_};
  base::Settings settings_;
};

TEST_F(Commands, set_up_check_and_publish_an_installation) {
  EXPECT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("created"));
  EXPECT_THAT(err_.str(), HasSubstr("280 of 280 pools"));
  EXPECT_THROW(init(world_, folder_, std::nullopt, settings_), base::UsageFault);
  EXPECT_EQ(doctor(world_, folder_), 0);
  EXPECT_EQ(publish(world_, folder_, settings_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("slots: 0 created, 0 changed, 0 removed, 0 withdrawn"));
}

TEST_F(Commands, write_the_catalogue_as_files_whose_import_changes_nothing) {
  EXPECT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  const auto files = test_folder_.path() / "files";
  EXPECT_EQ(export_catalogue(world_, folder_, files), 0);
  EXPECT_THAT(out_.str(), HasSubstr("14 files written"));
  out_.str("");
  EXPECT_EQ(import(world_, folder_, files, settings_), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("slots:")));
}

TEST_F(Commands, back_up_an_installation) {
  if (tests::on_postgresql())
    GTEST_SKIP() << "PostgreSQL has its own tools for backups; that it is refused is tested below";
  ASSERT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  const DataFolder copy{test_folder_.path() / "copy"};
  std::filesystem::create_directory(copy.path);
  EXPECT_EQ(backup(world_, folder_, copy.database()), 0);
  EXPECT_EQ(doctor(world_, copy), 0);
  EXPECT_THAT(out_.str(), HasSubstr("no keys in the data folder"));
  EXPECT_THROW(backup(world_, folder_, copy.database()), base::UsageFault);
}

TEST_F(Commands, let_mails_that_were_given_up_wait_again) {
  ASSERT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  const auto database = open_database(folder_, clock_);
  const auto connection = database->connect(storage::Access::write);
  tests::ignore_foreign_keys(*connection);
  connection->run_script(
      "INSERT INTO outbox (event_id, appointment_id, kind, status, attempts, next_attempt_at) "
      "VALUES (1, 1, 'booked', 'failed', 12, 0), (2, 1, 'confirmed', 'sent', 1, 0)");
  EXPECT_EQ(retry_mails(world_, folder_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("1 mail waits"));
  EXPECT_EQ(retry_mails(world_, folder_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("0 mails wait"));
}

TEST_F(Commands, keep_the_database_where_they_are_told) {
  const DataFolder elsewhere{folder_.path, "sqlite:" + (test_folder_.path() / "other.db").string()};
  EXPECT_EQ(init(world_, elsewhere, std::nullopt, settings_), 0);
  EXPECT_TRUE(std::filesystem::exists(test_folder_.path() / "other.db"));
  EXPECT_EQ(doctor(world_, elsewhere), 0);
  const DataFolder unknown{folder_.path, "mysql://localhost"};
  EXPECT_THROW(doctor(world_, unknown), base::UsageFault);
  const DataFolder absent{folder_.path, "postgresql:///temujanji?host=" + test_folder_.path().string()};
  EXPECT_THROW(doctor(world_, absent), base::Fault);
  EXPECT_THROW(backup(world_, absent, test_folder_.path() / "copy.db"), base::UsageFault);
}

TEST_F(Commands, copy_an_installation_into_an_empty_database) {
  ASSERT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  const std::string from = url();
  const std::string to = "sqlite:" + (test_folder_.path() / "other.db").string();
  EXPECT_EQ(copy(world_, from, to), 0);
  EXPECT_THAT(out_.str(), ContainsRegex("installation +1\n"));
  EXPECT_THAT(out_.str(), HasSubstr("Every row was compared"));
  EXPECT_EQ(doctor(world_, DataFolder{folder_.path, to}), 0);
  EXPECT_THROW(copy(world_, from, to), base::UsageFault);
  EXPECT_THROW(copy(world_, from, from), base::UsageFault);
  EXPECT_THROW(copy(world_, to + "x", to + "y"), base::UsageFault);
  EXPECT_FALSE(std::filesystem::exists(test_folder_.path() / "other.dbx"));
}

TEST_F(Commands, say_nothing_of_the_password_in_a_database_url) {
  ASSERT_EQ(init(world_, folder_, std::nullopt, settings_), 0);
  const std::string file = url();
  const std::string wrong[] = {
      "postgresql://somebody:hunter2@127.0.0.1:1/x",           // nobody there
      "postgresql://somebody:%@127.0.0.1:1/hunter2",           // what libpq cannot read
      "postgresql://somebody:hunter2%zz@127.0.0.1:1/x",        //
      "postgresql://somebody:hunter2/slash@127.0.0.1:1/x",     // what it takes for a port,
      "postgresql://somebody:1/hunter2@127.0.0.1:1/x",         // for a database
      "postgresql://somebody:at@hunter2@127.0.0.1:1/x",        // and for a host
      "postgresql://somebody@127.0.0.1:1/x?password:hunter2",  //
      "Postgresql://somebody:hunter2@127.0.0.1/x",             // other databases
      "mysql://somebody:hunter2@127.0.0.1/x",
  };
  const auto expect_silence = [](const std::string& url, const auto& command) {
    try {
      command();
      ADD_FAILURE() << "worked with " << url;
    } catch (const base::Fault& fault) {
      EXPECT_THAT(base::describe(fault), Not(HasSubstr("hunter2"))) << url;
    }
  };
  for (const std::string& url : wrong) {
    expect_silence(url, [&] { copy(world_, url, file); });
    expect_silence(url, [&] { copy(world_, file, url); });
    expect_silence(url, [&] { doctor(world_, DataFolder{folder_.path, url}); });
  }
}

TEST_F(Commands, change_nothing_for_a_catalogue_with_problems) {
  const auto catalogue = test_folder_.path() / "catalogue";
  std::filesystem::create_directory(catalogue);
  std::ofstream(catalogue / "states.csv") << "code,name_ms,name_en\n01,Johor,Johor\n";
  EXPECT_EQ(init(world_, folder_, catalogue, settings_), 2);
  EXPECT_THAT(err_.str(), HasSubstr("states.csv:1: the column region is missing"));
  EXPECT_THAT(err_.str(), HasSubstr("offices.csv: the file is missing"));
  EXPECT_FALSE(has_database(folder_));
}

TEST_F(Commands, find_a_forged_slip) {
  base::KeyRing::create(folder_.keys());
  EXPECT_EQ(verify_slip(world_, "FORGED", std::nullopt, folder_), 1);
  EXPECT_EQ(out_.str(), "not genuine\n");
}

}  // namespace
}  // namespace temujanji::cli
