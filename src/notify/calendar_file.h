#pragma once
#include <string>

#include "base/clock.h"
#include "base/language.h"
#include "base/words.h"
#include "notify/facts.h"

namespace temujanji::notify {

/// One entry of a calendar. Texts are plain UTF-8; line ends become those of the format.
struct CalendarEvent {
  /// The same for all files about one appointment, so that a calendar replaces what it had.
  std::string uid;
  /// Rises with every change of the appointment.
  int sequence = 0;
  bool cancelled = false;
  base::Instant starts_at;
  base::Instant ends_at;
  base::Instant stamp_at;
  std::string summary;
  std::string location;
  std::string description;
  std::string url;
  /// What the reminders (one day, two hours before) say; empty: none.
  std::string reminder;
};

/// The event as an iCalendar file (RFC 5545): PUBLISH, or CANCEL if it is cancelled. Times in UTC, lines
/// folded at 75 bytes between characters. Thread-safe.
std::string make_calendar_file(const CalendarEvent& event);

/// Whether the file puts the appointment into a calendar or takes it out.
enum class CalendarUse { publish, cancel };

/// The calendar file of an appointment in one language. `host` is the part of the UID behind the @.
std::string make_appointment_calendar(const AppointmentFacts& facts, CalendarUse use, base::Language language,
                                      const base::Words& words, const std::string& host);

}  // namespace temujanji::notify
