#include "domain/reference.h"

#include <cstddef>
#include <cstdint>

#include "base/check.h"

using namespace temujanji;

/// A reference that is accepted reads back from how it is shown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const auto reference = domain::parse_reference({data, size});
  if (!reference) return 0;
  CHECK(reference->size() == domain::kReferenceLength);
  CHECK(domain::parse_reference(domain::display_reference(*reference)) == reference);
  return 0;
}
