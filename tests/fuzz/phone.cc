#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "domain/contact.h"

using namespace temujanji;

/// A number that is accepted is E.164, and reads back as itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const auto phone = domain::parse_phone({data, size});
  if (!phone) return 0;
  CHECK(phone->size() >= 8 && phone->size() <= 16 && phone->front() == '+');
  CHECK(phone->find_first_not_of("0123456789", 1) == phone->npos);
  CHECK(domain::parse_phone(*phone) == phone);
  return 0;
}
