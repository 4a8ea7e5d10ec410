#include "base/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/fault.h"
#include "tests/support/test_folder.h"

namespace temujanji::base {
namespace {

using tests::TestFolder;

template <class Function>
std::string usage_fault_of(Function read) {
  try {
    read();
  } catch (const UsageFault& fault) {
    return fault.what();
  }
  return "accepted";
}

std::string fault_of_set(std::string_view key, std::string_view value) {
  Settings settings;
  return usage_fault_of([&] { settings.set(key, value, "--set"); });
}

std::string fault_of_file(std::string_view content) {
  const TestFolder folder;
  const auto path = folder.write("temujanji.conf", content);
  Settings settings;
  std::string fault = usage_fault_of([&] { settings.read_file(path); });
  if (const std::size_t at = fault.find(path.string()); at != fault.npos)
    fault.replace(at, path.string().size(), "FILE");
  return fault;
}

void read_environment(Settings& settings, std::vector<std::string> entries) {
  std::vector<char*> environment;
  environment.reserve(entries.size() + 1);
  for (std::string& entry : entries) environment.push_back(entry.data());
  environment.push_back(nullptr);
  settings.read_environment(environment.data());
}

TEST(setting_rules, have_standards_that_are_themselves_valid) {
  for (const SettingRule& rule : setting_rules()) {
    EXPECT_EQ(fault_of_set(rule.key, rule.standard), "accepted");
    EXPECT_EQ(Settings().text(rule.key), rule.standard);
  }
}

TEST(setting_rules, are_different_named_by_group_and_explained) {
  std::set<std::string_view> keys;
  for (const SettingRule& rule : setting_rules()) {
    EXPECT_TRUE(keys.insert(rule.key).second) << rule.key;
    // One dot: the environment's names are read so that the first underscore stands for it.
    EXPECT_EQ(std::ranges::count(rule.key, '.'), 1) << rule.key;
    EXPECT_EQ(rule.key.substr(0, rule.key.find('.')).find('_'), rule.key.npos) << rule.key;
    EXPECT_FALSE(rule.meaning.empty()) << rule.key;
  }
}

TEST(setting_rules, bound_every_whole_number_on_both_sides) {
  for (const SettingRule& rule : setting_rules()) {
    if (rule.kind != SettingRule::Kind::whole) continue;
    EXPECT_LT(rule.most, INT64_MAX) << rule.key;
    EXPECT_EQ(fault_of_set(rule.key, std::to_string(rule.least)), "accepted");
    EXPECT_EQ(fault_of_set(rule.key, std::to_string(rule.most)), "accepted");
    EXPECT_NE(fault_of_set(rule.key, std::to_string(rule.least - 1)), "accepted");
    EXPECT_NE(fault_of_set(rule.key, std::to_string(rule.most + 1)), "accepted");
  }
}

TEST(setting_rules, are_all_reached_from_the_environment) {
  for (const SettingRule& rule : setting_rules()) {
    std::string name("TEMUJANJI_");
    name += rule.key;
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
      return c == '.' ? '_' : static_cast<char>(std::toupper(c));
    });
    const std::string value = rule.kind == SettingRule::Kind::whole ? std::to_string(rule.most) : "other";
    Settings settings;
    read_environment(settings, {name.append("=").append(value)});
    EXPECT_EQ(settings.text(rule.key), value) << name;
  }
}

TEST(settings, say_which_numbers_a_setting_takes) {
  EXPECT_EQ(fault_of_set("hold.minutes", "61"),
            "--set: hold.minutes must be a whole number from 1 to 60, not `61`");
  for (const char* value : {"", "x", "1.5", "15 minutes", "0", "-1", "99999999999999999999"}) {
    EXPECT_NE(fault_of_set("hold.minutes", value), "accepted") << value;
  }
}

TEST(settings, refuse_a_key_that_does_not_exist) {
  EXPECT_EQ(fault_of_set("hold.minute", "5"),
            "--set: there is no setting `hold.minute`; `temujanji settings` lists them");
}

TEST(settings, are_read_from_a_file_with_comments_and_blanks) {
  const TestFolder folder;
  Settings settings;
  settings.read_file(folder.write("temujanji.conf",
                                  "# all of it\n"
                                  "\n"
                                  "  site.name =  Temujanji JIM \t # shown in the header\r\n"
                                  "hold.minutes=20\n"
                                  "site.masthead =\n"
                                  "mail.user = a=b"));
  EXPECT_EQ(settings.text("site.name"), "Temujanji JIM");
  EXPECT_EQ(settings.whole("hold.minutes"), 20);
  EXPECT_EQ(settings.text("site.masthead"), "");
  EXPECT_EQ(settings.text("mail.user"), "a=b");
  EXPECT_EQ(settings.seconds("server.idle_seconds"), std::chrono::seconds(30));
}

TEST(settings, name_the_line_of_a_file_that_cannot_be_used) {
  EXPECT_EQ(fault_of_file("\n# x\nsite.name\n"), "FILE:3: a line must be `key = value`");
  EXPECT_EQ(fault_of_file("site.name = x\nsite.nam = y\n"),
            "FILE:2: there is no setting `site.nam`; `temujanji settings` lists them");
  EXPECT_EQ(fault_of_file("hold.minutes = many"),
            "FILE:1: hold.minutes must be a whole number from 1 to 60, not `many`");
}

TEST(settings, refuse_a_file_that_cannot_be_read) {
  const TestFolder folder;
  Settings settings;
  EXPECT_THROW(settings.read_file(folder.path() / "missing.conf"), UsageFault);
  // A folder opens like a file and then has no lines.
  EXPECT_THROW(settings.read_file(folder.path()), UsageFault);
}

TEST(settings, are_read_from_variables_of_their_prefix_only) {
  Settings settings;
  read_environment(settings, {"HOME=/x", "TEMUJANJI_LIMITS_LOOKUPS_PER_REFERENCE=7", "SITE_NAME=no",
                              "TEMUJANJI_SITE_NAME=a = b"});
  EXPECT_EQ(settings.whole("limits.lookups_per_reference"), 7);
  EXPECT_EQ(settings.text("site.name"), "a = b");
}

TEST(settings, name_the_variable_that_cannot_be_used) {
  Settings settings;
  EXPECT_EQ(usage_fault_of([&] { read_environment(settings, {"TEMUJANJI_HOLD_MINUTE=5"}); }),
            "environment variable TEMUJANJI_HOLD_MINUTE: there is no setting `hold.minute`; `temujanji "
            "settings` lists them");
  EXPECT_EQ(usage_fault_of([&] { read_environment(settings, {"TEMUJANJI_HOLD_MINUTES=0"}); }),
            "environment variable TEMUJANJI_HOLD_MINUTES: hold.minutes must be a whole number from 1 to 60, "
            "not `0`");
}

TEST(settings, that_come_later_win) {
  const TestFolder folder;
  Settings settings;
  settings.read_file(folder.write("temujanji.conf", "hold.minutes = 20\nhold.minutes = 21\n"));
  EXPECT_EQ(settings.whole("hold.minutes"), 21);
  read_environment(settings, {"TEMUJANJI_HOLD_MINUTES=22"});
  EXPECT_EQ(settings.whole("hold.minutes"), 22);
  settings.set("hold.minutes", "23", "--set");
  EXPECT_EQ(settings.whole("hold.minutes"), 23);
}

TEST(settings, keep_their_value_when_another_is_refused) {
  Settings settings;
  EXPECT_THROW(settings.set("hold.minutes", "0", "--set"), UsageFault);
  EXPECT_EQ(settings.whole("hold.minutes"), 15);
}

TEST(settings_death, are_asked_for_an_unknown_key_only_by_mistake) {
  const Settings settings;
  EXPECT_DEATH((void)settings.text("hold.minute"), "CHECK");
  EXPECT_DEATH((void)settings.whole("site.name"), "CHECK");
}

}  // namespace
}  // namespace temujanji::base
