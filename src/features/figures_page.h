#pragma once
#include <string>

#include "domain/calendar.h"

namespace temujanji::features {

/// "23/11": a day at the foot of a chart.
std::string short_day(domain::Date on);

}  // namespace temujanji::features
