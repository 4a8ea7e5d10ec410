#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/words.h"
#include "notify/facts.h"
#include "notify/mail.h"

namespace temujanji::notify {

/// What a mail tells; the names are those of `outbox.kind`, but for the last two: what the outbox calls
/// booked is told so where the department moved the appointment or gave it its own time back.
enum class LetterKind {
  booked,
  confirmed,
  displaced,
  cancelled_by_applicant,
  cancelled_by_department,
  moved,
  restored,
};

std::string_view to_text(LetterKind kind);
std::optional<LetterKind> parse_letter_kind(std::string_view text);

/// Who writes, and to whom.
struct Envelope {
  std::string message_id;
  std::string from;
  std::string to;
};

/// The mail about an appointment in the applicant's language: text, the same as HTML, for
/// appointments that take place with slip-temujanji.pdf and temujanji.ics, for cancelled ones with an .ics
/// that takes it out of the calendar. Shows the masked name only. Thread-safe. Throws Fault if the slip
/// cannot be made.
Mail write_letter(const AppointmentFacts& facts, LetterKind kind, base::Language language,
                  const Envelope& envelope, const base::Words& words);

}  // namespace temujanji::notify
