#pragma once
#include "staff/approvals.h"

namespace temujanji::features {

/// Which sensitive acts are done as soon as they are approved, and by what.
const staff::Acts& sensitive_acts();

}  // namespace temujanji::features
