#pragma once
#include <string_view>

#include "domain/calendar.h"
#include "engine/engine.h"

/// What everything needs that reads and changes the catalogue's tables.
namespace temujanji::catalogue {

/// A date as a table holds it. Throws Fault for what is none.
domain::Date date_of(std::string_view text);

/// The revision `catalogue` rises, so that every process reads the catalogue again.
void tell_everybody(engine::Scope& scope);

}  // namespace temujanji::catalogue
