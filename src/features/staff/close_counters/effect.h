#pragma once
#include <vector>

#include "appointments/find.h"
#include "catalogue/closures.h"
#include "features/app.h"

namespace temujanji::features::close_counters {

/// How many people are named at most; the others are counted.
inline constexpr std::size_t kNamedMax = 200;

/// What closing or reopening does to one office.
struct OfficeEffect {
  const catalogue::Office* office = nullptr;
  std::size_t slots = 0;
  std::int64_t free_seats = 0;
  std::size_t appointments = 0;
};

struct Effect {
  OfficeEffect total;
  /// Those with slots or people in it, in display order.
  std::vector<OfficeEffect> offices;
  /// By time; only for a closure of an office.
  std::vector<appointments::Appointment> people;
};

/// Slots that would vanish, free seats in them, and who would be displaced. Slots are those of the board, of
/// now.
Effect effect_of_closing(storage::Connection& connection, const App& app,
                         const catalogue::Catalogue& catalogue, const catalogue::ClosurePlace& place,
                         const domain::Closure& closure);

/// Slots that would come back, and whom they would be given back to. Of several closures that overlap each
/// counts what it could give back alone.
Effect effect_of_opening(storage::Connection& connection, const App& app,
                         const catalogue::Catalogue& catalogue, const catalogue::KeptClosure& kept);

}  // namespace temujanji::features::close_counters
