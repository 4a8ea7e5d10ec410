#pragma once
#include "appointments/find.h"
#include "base/words.h"
#include "features/app.h"
#include "features/target.h"
#include "notify/facts.h"

namespace temujanji::features {

/// What makes facts for slips and mails of appointments; a part of App, for the outbox too.
struct LetterDesk {
  const base::Settings& settings;
  const base::KeyRing& keys;
  const base::Words& words;
  const catalogue::Live& live;
  std::string site_url;
};

inline LetterDesk desk_of(const App& app) {
  return {app.settings, app.keys, app.words, app.live, app.site_url};
}

/// Everything that slip, mail and calendar file say about an appointment.
notify::AppointmentFacts letter_facts(const LetterDesk& desk, const appointments::Appointment& appointment,
                                      base::Instant happened_at);

}  // namespace temujanji::features
