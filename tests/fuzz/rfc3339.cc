#include "base/rfc3339.h"

#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/zone.h"

using namespace temujanji;

/// A time that is read and written again is the same time, to the second.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const base::Zone zone = base::fixed_zone("Asia/Kuala_Lumpur", std::chrono::hours(8));
  const auto at = base::parse_rfc3339({reinterpret_cast<const char*>(bytes), size});
  if (!at) return 0;
  const auto again = base::parse_rfc3339(base::to_rfc3339(*at, zone));
  CHECK(!again ||
        std::chrono::floor<std::chrono::seconds>(*again) == std::chrono::floor<std::chrono::seconds>(*at));
  return 0;
}
