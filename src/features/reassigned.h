#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appointments/details.h"
#include "appointments/find.h"
#include "base/words.h"
#include "catalogue/catalogue.h"

namespace temujanji::features {

/// What the department last did to the time of an appointment.
enum class Reassignment {
  none,
  displaced,  // the office is closed then
  moved,
  restored,  // it takes place at its time after all
};

struct Reassigned {
  Reassignment what = Reassignment::none;
  /// For `moved`: where it was.
  std::optional<appointments::Moved> moved;
  /// Why the office is closed; empty if that is not known, or not so any more.
  base::Bilingual reason;
};

/// Of the events of one appointment, oldest first.
Reassigned find_reassigned(storage::Connection& connection,
                           const std::vector<appointments::HistoryEntry>& history);

/// When it was, and where if that was another office than `office`.
std::string former_place(const appointments::Moved& moved, const catalogue::Catalogue& catalogue,
                         domain::OfficeId office, const base::Words& words, base::Language language);

}  // namespace temujanji::features
