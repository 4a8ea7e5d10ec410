#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "features/json.h"

using namespace temujanji;

/// Whatever the body is, members are read or named as wrong, and the answer about them is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  features::JsonReader json({reinterpret_cast<const char*>(bytes), size});
  for (const char* path :
       {"office", "applicant.name", "applicant.document.number", "sponsor.document.type"}) {
    const std::size_t errors = json.errors().size();
    CHECK(json.text(path).empty() || json.errors().size() == errors);
  }
  (void)json.whole("seats", 1);
  const web::Response answer = features::invalid(json.errors());
  CHECK(answer.status == 422);
  CHECK(features::JsonReader(answer.body).is_object());
  return 0;
}
