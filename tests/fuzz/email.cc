#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "domain/contact.h"

using namespace temujanji;

/// An address that is accepted can be put into a mail's head as it is, and reads back as itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* data = reinterpret_cast<const char*>(bytes);
  const auto email = domain::parse_email({data, size});
  if (!email) return 0;
  CHECK(email->size() <= 254);
  for (const char c : *email) CHECK(c > 0x20 && c < 0x7F && c != '<' && c != '>' && c != ',' && c != '"');
  CHECK(domain::parse_email(*email) == email);
  return 0;
}
