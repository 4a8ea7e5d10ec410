#pragma once
#include <vector>

#include "appointments/find.h"
#include "catalogue/catalogue.h"
#include "features/app.h"

namespace temujanji::features::change_day {

/// At most so many are named.
inline constexpr std::size_t kNamedMax = 200;

struct People {
  std::size_t count = 0;
  std::vector<appointments::Appointment> named;
};
/// Whether people are named; then that is a look at them.
enum class Naming { with_people, numbers_only };

/// What a change of a pool's day, or its end, does. Slots are those that the rules give, also where they are
/// not published yet.
struct Effect {
  int slots_new = 0;
  int slots_gone = 0;
  int seats_more = 0;
  int seats_fewer = 0;
  /// Some slot has more seats than the rules and counters of the office give.
  bool above_rule = false;
  /// Who is at slots that vanish, and who is at slots that are left with fewer seats than are taken; by time.
  People displaced, kept;

  bool is_nothing() const { return slots_new + slots_gone + seats_more + seats_fewer == 0; }
};

/// Of adding a change to those in force.
Effect effect_of_adding(storage::Connection& connection, const App& app,
                        const catalogue::Catalogue& catalogue, const catalogue::Pool& pool,
                        const domain::DayChange& change, Naming naming);
/// Of taking one out that is in force.
Effect effect_of_removing(storage::Connection& connection, const App& app,
                          const catalogue::Catalogue& catalogue, const catalogue::Pool& pool,
                          const domain::DayChange& change, Naming naming);

}  // namespace temujanji::features::change_day
