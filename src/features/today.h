#pragma once
#include "domain/calendar.h"
#include "features/app.h"

namespace temujanji::features {

/// The date in Malaysia: it decides which services and announcements are live where no office is named.
domain::Date today_in_malaysia(const App& app);

}  // namespace temujanji::features
