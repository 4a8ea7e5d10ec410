#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/language.h"

namespace temujanji::notify {

/// One document to bring.
struct DocumentFact {
  base::Bilingual text;
  /// When it is needed ("if the applicant is under 18"); both empty: always.
  base::Bilingual condition;
};

/// All that slip, mail and calendar file say about one appointment, as words that are ready to be shown.
/// Whoever composes a message fills it; `src/notify` knows nothing of the domain. Plain UTF-8, no markup.
struct AppointmentFacts {
  /// "K7M2-9QXT-4B-P", in the groups in which it is read aloud.
  std::string reference;
  /// What the slip's QR code holds: see slip_token.h.
  std::string token;
  /// "S*** B** A*****" and "******-**-5678": slips lie about, so they never show a whole identity.
  std::string masked_name;
  std::string masked_document;

  std::string site_name;
  base::Bilingual department;
  base::Bilingual service;
  base::Bilingual office;
  /// The address, one line each, and a telephone number; may be empty.
  std::vector<std::string> address_lines;
  std::string phone;

  /// "Isnin, 23 November 2026" and "9:15 pagi" in the office's zone.
  base::Bilingual date;
  base::Bilingual time;
  /// The clock time 30 minutes before ("8:45 pagi"): term 4.
  base::Bilingual arrive_by;
  int seats = 1;
  std::vector<DocumentFact> documents;

  /// When and where it was before the department moved it; empty if it did not.
  base::Bilingual former;
  /// Why the department displaced, moved or cancelled it; empty if it does not say.
  base::Bilingual reason;
  /// How often it was changed before, so that calendars know the later of two files.
  int changes = 0;

  /// Where the appointment is checked and cancelled; holds neither reference nor identity.
  base::Bilingual manage_url;

  base::Instant starts_at;
  base::Instant ends_at;
  /// When what is told happened: date of the mail, creation date of the PDF.
  base::Instant happened_at;
};

}  // namespace temujanji::notify
