#pragma once
#include <cstdint>

#include "features/app.h"

namespace temujanji::features {

/// The version under which a rendered page about a pool is kept: another one when the pool's seats, the
/// catalogue or the minute changed (a slot that begins must vanish). Read it before what is rendered.
std::uint64_t page_version(const App& app, domain::PoolId pool);
/// The same for pages that show many pools.
std::uint64_t page_version(const App& app);
/// The same for pages that show no seats: another one when the catalogue or the date in Malaysia changed.
std::uint64_t catalogue_page_version(const App& app);

}  // namespace temujanji::features
