#include "features/page_version.h"

#include "features/today.h"

namespace temujanji::features {
namespace {

/// Mixes `number` into `seed`, so that the sums of different parts do not meet (splitmix64).
std::uint64_t mix(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t mixed = seed + number + 0x9E37'79B9'7F4A'7C15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D0'49BB'1331'11EBULL;
  return mixed ^ (mixed >> 31);
}

std::uint64_t with_time_and_catalogue(const App& app, std::uint64_t seats) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(app.clock.now()).time_since_epoch().count();
  return mix(mix(seats, app.live.catalogue_version()), static_cast<std::uint64_t>(minute));
}

}  // namespace

std::uint64_t page_version(const App& app, domain::PoolId pool) {
  return with_time_and_catalogue(app, app.live.board().version(pool));
}

std::uint64_t page_version(const App& app) {
  return with_time_and_catalogue(app, app.live.board().version());
}

std::uint64_t catalogue_page_version(const App& app) {
  const auto day = std::chrono::sys_days(today_in_malaysia(app)).time_since_epoch().count();
  return mix(mix(0, app.live.catalogue_version()), static_cast<std::uint64_t>(day));
}

}  // namespace temujanji::features
