#include "base/log.h"

#include <gtest/gtest.h>

#include "base/fault.h"

namespace temujanji::base {
namespace {

/// What is written to standard error meanwhile, without the time that every line begins with.
template <class Function>
std::string logged(Function write) {
  testing::internal::CaptureStderr();
  write();
  std::string line = testing::internal::GetCapturedStderr();
  const std::size_t level = line.find("\"level\"");
  return level == line.npos ? line : line.substr(level);
}

TEST(log, writes_every_kind_of_value_as_json) {
  EXPECT_EQ(logged([] {
              log_info("slot_published", {{"name", "a\"b\n"}, {"count", 3}, {"share", 0.5}, {"ok", true}});
            }),
            "\"level\":\"info\",\"event\":\"slot_published\",\"name\":\"a\\\"b\\u000a\",\"count\":3,"
            "\"share\":0.500,\"ok\":true}\n");
}

TEST(log, takes_braces_and_percent_signs_as_they_are) {
  EXPECT_EQ(logged([] {
              log_error("x", {{"text", "{} %v {0}"}});
            }),
            "\"level\":\"error\",\"event\":\"x\",\"text\":\"{} %v {0}\"}\n");
}

TEST(log, keeps_silent_below_its_level) {
  const auto all = [] {
    log_info("a");
    log_warning("b");
    log_error("c");
  };
  set_log_level("error");
  const std::string errors = logged(all);
  set_log_level("off");
  const std::string nothing = logged(all);
  set_log_level("warning");
  const std::string warnings = logged(all);
  set_log_level("info");
  EXPECT_EQ(errors, "\"level\":\"error\",\"event\":\"c\"}\n");
  EXPECT_EQ(nothing, "");
  EXPECT_TRUE(warnings.starts_with("\"level\":\"warning\",\"event\":\"b\"}\n")) << warnings;
}

// A misspelt level had switched the log off.
TEST(log, refuses_a_level_that_does_not_exist) {
  for (const char* level : {"", "verbose", "INFO", "warn", "none"}) {
    EXPECT_THROW(set_log_level(level), UsageFault) << level;
  }
}

}  // namespace
}  // namespace temujanji::base
