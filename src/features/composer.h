#pragma once
#include <string>

#include "features/letter_facts.h"
#include "notify/outbox.h"

namespace temujanji::features {

/// What a mail says: reads the appointment, or the figures of the week, as they stand and writes the letter.
/// Nothing for an event that has no letter, or where what it tells of is gone.
notify::Composer make_composer(const LetterDesk& desk, const base::Clock& clock,
                               const std::string& installation);

/// Writes what became of deliveries.
struct RecordDeliveries {
  std::vector<notify::DeliveryResult> results;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

/// The installation's id, part of Message-IDs. Throws Fault if there is none.
std::string installation_id(storage::Connection& connection);

}  // namespace temujanji::features
