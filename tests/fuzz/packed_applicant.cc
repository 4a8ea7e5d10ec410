#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "domain/applicant.h"

using namespace temujanji;

/// Bytes that unpack are exactly those that the applicant packs into.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const std::string_view packed(data, size);
  const auto applicant = domain::unpack_applicant(packed);
  if (applicant) CHECK(domain::pack_applicant(*applicant) == packed);
  return 0;
}
