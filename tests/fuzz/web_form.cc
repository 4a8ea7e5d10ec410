#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "web/form.h"
#include "web/url.h"

// What a form or query gives is clean, bounded, and comes back when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace web = temujanji::web;
  const auto form = web::Form::parse({reinterpret_cast<const char*>(data), size});
  if (!form) return 0;
  CHECK(form->fields().size() <= web::Form::kFieldsMax);
  std::string written;
  for (const auto& [name, value] : form->fields()) {
    CHECK(temujanji::base::is_clean_utf8(name) && temujanji::base::is_clean_utf8(value));
    CHECK(value.find('\r') == value.npos);
    written += web::encode_part(name) + "=" + web::encode_part(value) + "&";
  }
  const auto again = web::Form::parse(written);
  CHECK(again && again->fields() == form->fields());
  return 0;
}
