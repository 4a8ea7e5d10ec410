#include <cstdint>
#include <cstdlib>

#include "web/multipart.h"

/// Whatever body comes as a form with files: its parts lie in it, or it is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto parts = temujanji::web::parse_multipart("multipart/form-data; boundary=b", body);
  if (!parts) return 0;
  std::size_t bytes = 0;
  for (const auto& part : *parts) bytes += part.bytes.size();
  if (bytes > size) std::abort();
  return 0;
}
