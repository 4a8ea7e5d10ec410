#pragma once
#include <string>

#include "base/words.h"
#include "domain/calendar.h"

namespace temujanji::features {

/// "Isnin, 23 Nov 2026": a day in a table.
std::string day_name(const base::Words& words, base::Language language, domain::Date on);
/// "23/11": a day at the foot of a chart.
std::string short_day(domain::Date on);

}  // namespace temujanji::features
