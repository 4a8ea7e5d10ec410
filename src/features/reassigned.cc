#include "features/reassigned.h"

#include <algorithm>

#include "catalogue/closures.h"
#include "catalogue/day_changes.h"

namespace temujanji::features {
namespace {

base::Bilingual reason_of(storage::Connection& connection, const appointments::HistoryEntry& event) {
  if (const auto change = appointments::parse_displaced_by_change(event.detail)) {
    const auto kept = catalogue::find_day_change(connection, *change);
    return kept ? kept->reason : base::Bilingual{};
  }
  const auto closure = appointments::parse_displaced_by(event.detail);
  const auto kept = closure ? catalogue::find_closure(connection, *closure) : std::nullopt;
  return kept ? kept->closure.reason : base::Bilingual{};
}

}  // namespace

Reassigned find_reassigned(storage::Connection& connection,
                           const std::vector<appointments::HistoryEntry>& history) {
  Reassigned last;
  for (const appointments::HistoryEntry& event : history) {
    if (event.kind == "displaced") {
      last = {Reassignment::displaced, std::nullopt, reason_of(connection, event)};
    } else if (event.kind == "booked" && event.detail == appointments::kRestored) {
      last = {Reassignment::restored, std::nullopt, {}};
    } else if (event.kind == "booked") {
      if (auto moved = appointments::parse_moved(event.detail)) {
        last.what = Reassignment::moved;
        last.moved = moved;
      }
    }
  }
  return last;
}

std::string former_place(const appointments::Moved& moved, const catalogue::Catalogue& catalogue,
                         domain::OfficeId office, const base::Words& words, base::Language language) {
  const catalogue::Office* before = catalogue.find_office(moved.from_office);
  if (before == nullptr) return {};
  std::string text = words.date_time(language, before->zone.to_local(moved.from_at));
  if (moved.from_office != office) text += " – " + before->name.in(language);
  return text;
}

}  // namespace temujanji::features
