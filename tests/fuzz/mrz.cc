#include "domain/mrz.h"

#include <cstddef>
#include <cstdint>

#include "base/check.h"

using namespace temujanji;

/// What is read of a passport fits the fields it came from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const domain::Date today{std::chrono::year(2026) / 11 / 23};
  const auto mrz = domain::parse_mrz({data, size}, today);
  if (!mrz) return 0;
  CHECK(!mrz->document_number.empty() && mrz->document_number.size() <= 9);
  CHECK(mrz->nationality.size() <= 3);
  CHECK(mrz->expires_on.ok());
  CHECK(!mrz->born_on || *mrz->born_on <= today);
  return 0;
}
