#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/zone.h"

namespace temujanji::base {

/// "2026-11-23T09:15:00+08:00", in the zone's wall time; milliseconds are left out.
std::string to_rfc3339(Instant at, const Zone& zone);
/// A date-time with offset or Z (RFC 3339), or nothing. Fractions are cut to milliseconds; leap seconds are
/// refused.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace temujanji::base
