#include "notify/calendar_file.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace temujanji::notify {
namespace {

using namespace std::chrono_literals;

CalendarEvent sample_event() {
  CalendarEvent event;
  event.uid = "K7M2-9QXT-4B-P@temujanji.example";
  event.starts_at = std::chrono::sys_days(2026y / 11 / 23) + 1h + 15min;
  event.ends_at = event.starts_at + 15min;
  event.stamp_at = std::chrono::sys_days(2026y / 11 / 2) + 3h + 4min + 5s + 678ms;
  event.summary = "Temujanji: Pasport";
  return event;
}

/// The value of the first line `name:`, unfolded.
std::string value_of(const std::string& file, const std::string& name) {
  std::string unfolded;
  for (std::size_t i = 0; i < file.size(); ++i) {
    if (file.compare(i, 3, "\r\n ") == 0) {
      i += 2;
    } else {
      unfolded += file[i];
    }
  }
  const std::size_t at = unfolded.find("\r\n" + name + ":");
  if (at == unfolded.npos) return "(none)";
  const std::size_t from = at + name.size() + 3;
  return unfolded.substr(from, unfolded.find("\r\n", from) - from);
}

TEST(calendar_file, says_when_in_utc) {
  const std::string file = make_calendar_file(sample_event());
  EXPECT_EQ(value_of(file, "DTSTART"), "20261123T011500Z");
  EXPECT_EQ(value_of(file, "DTEND"), "20261123T013000Z");
  EXPECT_EQ(value_of(file, "DTSTAMP"), "20261102T030405Z");
  EXPECT_EQ(value_of(file, "METHOD"), "PUBLISH");
  EXPECT_EQ(value_of(file, "UID"), "K7M2-9QXT-4B-P@temujanji.example");
}

TEST(calendar_file, of_a_cancelled_appointment_takes_the_entry_out_and_reminds_nobody) {
  CalendarEvent event = sample_event();
  event.cancelled = true;
  event.sequence = 1;
  event.reminder = "Temujanji";
  const std::string file = make_calendar_file(event);
  EXPECT_EQ(value_of(file, "METHOD"), "CANCEL");
  EXPECT_EQ(value_of(file, "STATUS"), "CANCELLED");
  EXPECT_EQ(value_of(file, "SEQUENCE"), "1");
  EXPECT_EQ(file.find("VALARM"), std::string::npos);
}

TEST(calendar_file, reminds_a_day_and_two_hours_before) {
  CalendarEvent event = sample_event();
  event.reminder = "Temujanji";
  const std::string file = make_calendar_file(event);
  EXPECT_NE(file.find("TRIGGER:-P1D\r\n"), std::string::npos);
  EXPECT_NE(file.find("TRIGGER:-PT2H\r\n"), std::string::npos);
}

TEST(calendar_file, escapes_texts) {
  const struct {
    std::string text;
    std::string written;
  } rows[] = {
      {"Aras 3, Blok 2G4", "Aras 3\\, Blok 2G4"},
      {"a;b", "a\\;b"},
      {"C:\\x", "C:\\\\x"},
      {"satu\ndua", "satu\\ndua"},
      {"satu\r\nEND:VEVENT", "satu\\nEND:VEVENT"},
      {"tab\tand\x7f bell\a", "taband bell"},
      {"\"quoted\": yes", "\"quoted\": yes"},
  };
  for (const auto& row : rows) {
    CalendarEvent event = sample_event();
    event.location = row.text;
    EXPECT_EQ(value_of(make_calendar_file(event), "LOCATION"), row.written);
  }
}

TEST(calendar_file, folds_between_characters_at_75_bytes) {
  for (std::size_t lead = 0; lead < 6; ++lead) {
    CalendarEvent event = sample_event();
    event.description = std::string(lead, 'x');
    for (int i = 0; i < 60; ++i) event.description += "陈ன்é";
    const std::string file = make_calendar_file(event);
    std::string_view rest = file;
    while (!rest.empty()) {
      const std::size_t end = rest.find("\r\n");
      ASSERT_NE(end, rest.npos);
      EXPECT_LE(end, 75U);
      EXPECT_TRUE(base::is_clean_utf8(rest.substr(0, end))) << rest.substr(0, end);
      rest.remove_prefix(end + 2);
    }
    EXPECT_EQ(value_of(file, "DESCRIPTION"), event.description);
  }
}

}  // namespace
}  // namespace temujanji::notify
