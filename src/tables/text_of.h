#pragma once
#include <string>

#include "tables/table.h"

namespace temujanji::tables {

/// The cell as text; numbers in their shortest form that gives them back.
std::string text_of(const Cell& cell);

}  // namespace temujanji::tables
