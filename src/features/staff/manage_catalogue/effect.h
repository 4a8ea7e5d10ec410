#pragma once
#include <string>
#include <vector>

#include "appointments/find.h"
#include "catalogue/plan.h"
#include "features/staff/manage_catalogue/bench.h"

namespace temujanji::features::manage_catalogue {

/// How many people are named at most; the others are counted.
inline constexpr std::size_t kNamedMax = 200;

/// What a change that is worked on would do.
struct Effect {
  /// Why it cannot be saved; then nothing else is known.
  catalogue::Problems problems;
  std::shared_ptr<const catalogue::Draft> draft;
  std::shared_ptr<const catalogue::Catalogue> before, after;
  std::vector<catalogue::PoolEffect> pools;
  /// Who is booked at slots that go, by office and time; `persons` counts all of them.
  std::vector<appointments::Appointment> people;
  std::size_t persons = 0;

  std::vector<std::string> pool_codes() const;
};
enum class Naming { with_people, numbers_only };
Effect effect_of(storage::Connection& connection, App& app, const Bench& bench, Naming naming);

/// Section PROBLEMS; see change.html.
void add_problems(const App& app, const web::Request& request, const catalogue::Problems& problems,
                  web::Values& values);
/// Section EFFECT, or PROBLEMS; see change.html.
void add_effect(const App& app, const web::Request& request, const Effect& effect, web::Values& values);

}  // namespace temujanji::features::manage_catalogue
