#include "notify/calendar_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace temujanji::notify {
namespace {

constexpr std::size_t kLineBytesMax = 75;

/// RFC 5545 section 3.3.11: backslash, semicolon, comma and line ends are escaped; other controls have no
/// place in a text.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out += c;
    }
  }
  return out;
}

/// A URI is not escaped, so what could end the line is dropped.
std::string without_controls(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7F) out += c;
  }
  return out;
}

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Appends a content line, folded so that no line has more than 75 bytes and no character is cut.
void append_line(std::string& file, std::string_view line) {
  std::size_t room = kLineBytesMax;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && continues_character(line[cut])) --cut;
    file += line.substr(0, cut);
    file += "\r\n ";
    line.remove_prefix(cut);
    room = kLineBytesMax - 1;
  }
  file += line;
  file += "\r\n";
}

void append_property(std::string& file, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  append_line(file, std::string(name) + ":" + std::string(value));
}

std::string utc_text(base::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 40> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

void append_reminder(std::string& file, std::string_view before, std::string_view text) {
  append_line(file, "BEGIN:VALARM");
  append_line(file, "ACTION:DISPLAY");
  append_property(file, "TRIGGER", before);
  append_property(file, "DESCRIPTION", escape(text));
  append_line(file, "END:VALARM");
}

}  // namespace

std::string make_calendar_file(const CalendarEvent& event) {
  std::string file;
  append_line(file, "BEGIN:VCALENDAR");
  append_line(file, "VERSION:2.0");
  append_line(file, "PRODID:-//Temujanji//Temujanji//MS");
  append_line(file, "CALSCALE:GREGORIAN");
  append_line(file, event.cancelled ? "METHOD:CANCEL" : "METHOD:PUBLISH");
  append_line(file, "BEGIN:VEVENT");
  append_property(file, "UID", escape(event.uid));
  append_property(file, "SEQUENCE", std::to_string(event.sequence));
  append_property(file, "DTSTAMP", utc_text(event.stamp_at));
  append_property(file, "DTSTART", utc_text(event.starts_at));
  append_property(file, "DTEND", utc_text(event.ends_at));
  append_property(file, "SUMMARY", escape(event.summary));
  append_property(file, "LOCATION", escape(event.location));
  append_property(file, "DESCRIPTION", escape(event.description));
  append_property(file, "URL", without_controls(event.url));
  append_property(file, "STATUS", event.cancelled ? "CANCELLED" : "CONFIRMED");
  append_property(file, "TRANSP", event.cancelled ? "TRANSPARENT" : "OPAQUE");
  append_property(file, "CLASS", "PRIVATE");
  if (!event.cancelled && !event.reminder.empty()) {
    append_reminder(file, "-P1D", event.reminder);
    append_reminder(file, "-PT2H", event.reminder);
  }
  append_line(file, "END:VEVENT");
  append_line(file, "END:VCALENDAR");
  return file;
}

std::string make_appointment_calendar(const AppointmentFacts& facts, CalendarUse use, base::Language language,
                                      const base::Words& words, const std::string& host) {
  CalendarEvent event;
  event.uid = facts.reference + "@" + host;
  event.cancelled = use == CalendarUse::cancel;
  event.sequence = std::max(facts.changes, event.cancelled ? 1 : 0);
  event.starts_at = facts.starts_at;
  event.ends_at = facts.ends_at;
  event.stamp_at = facts.happened_at;
  event.summary = words.text(language, "mail.calendar_summary", {{"service", facts.service.in(language)}});
  event.location = facts.office.in(language);
  for (const std::string& line : facts.address_lines) event.location += ", " + line;
  event.description = words.text(language, "mail.calendar_description",
                                 {{"reference", facts.reference},
                                  {"time", facts.arrive_by.in(language)},
                                  {"url", facts.manage_url.in(language)}});
  for (const DocumentFact& document : facts.documents)
    event.description += "\n- " + document.text.in(language);
  event.url = facts.manage_url.in(language);
  event.reminder = event.summary;
  return make_calendar_file(event);
}

}  // namespace temujanji::notify
