#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "web/cookies.h"
#include "web/guard.h"
#include "web/networks.h"

// Headers that strangers write: cookies, Origin and Referer, X-Forwarded-For.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace web = temujanji::web;
  const std::string text(reinterpret_cast<const char*>(data), size);
  web::Request request;
  request.headers = {{"cookie", text}, {"host", "here"}, {"origin", text}, {"referer", text}};
  const std::string_view browser = web::find_browser(request);
  CHECK(browser.empty() || browser.size() == 22);
  const bool ours = text == "http://here" || text == "HTTP://HERE";
  const int refusal = web::refusal_of(web::Guard::same_origin, request, {});
  CHECK(refusal != 0 || ours || text.size() >= 11);
  static const web::Networks trusted = web::Networks::parse("10.0.0.0/8");
  const auto client = web::client_of(*web::parse_address("10.0.0.1"), text, trusted);
  CHECK(web::parse_address(web::to_address(client).text).has_value());
  return 0;
}
