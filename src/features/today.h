#pragma once
#include "domain/calendar.h"
#include "features/app.h"

namespace temujanji::features {

/// The time and the date in Malaysia: they decide which services and announcements are live where no office
/// is named.
const base::Zone& zone_of_malaysia();
domain::Date today_in_malaysia(const App& app);

}  // namespace temujanji::features
