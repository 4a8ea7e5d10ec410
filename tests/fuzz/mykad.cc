#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "domain/identity.h"

using namespace temujanji;

/// A number that is accepted is accepted again in the form it is kept in, and no one is born tomorrow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const domain::Date today{std::chrono::year(2026) / 11 / 23};
  const std::string normal = domain::normalise_document_number({data, size});
  CHECK(domain::normalise_document_number(normal).size() <= normal.size());
  const auto mykad = domain::parse_mykad({data, size}, today);
  if (!mykad) return 0;
  CHECK(mykad->number == normal && mykad->born_on <= today);
  const auto again = domain::parse_mykad(mykad->number, today);
  CHECK(again && again->number == mykad->number && again->born_on == mykad->born_on);
  return 0;
}
