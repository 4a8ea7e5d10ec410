#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "base/language.h"
#include "web/event_stream.h"

namespace temujanji::web {

/// `other` is every method that no route has; it is answered 405.
enum class Method { get, head, post, delete_, other };

std::string_view to_text(Method method);

/// An address a request came from, IPv4 or IPv6, and the prefix that limits count by (/24, /48).
struct Address {
  std::string text;
  std::string prefix;
};

/// One HTTP request. Lives until its response is written, so a handler may keep references across awaits.
struct Request {
  Method method = Method::get;
  std::string path;   // decoded, without query
  std::string query;  // as sent, without the question mark
  std::string body;
  Address address;
  bool secure = false;  // came over TLS, directly or by a trusted proxy's word
  /// Values of the route's `{name}` parts, in order of appearance; `{language}` is not among them.
  std::vector<std::string> path_values;
  /// From the path's first part; Malay where it has none.
  base::Language language = base::Language::ms;
  /// Where a handler goes on after awaiting.
  base::Executor* executor = nullptr;

  /// Value of the first header of that lower-case name, or empty.
  std::string_view header(std::string_view name) const;
  /// Value of the first cookie of exactly that name, or empty. For our own cookies see `find_cookie`.
  std::string_view cookie(std::string_view name) const;

  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
};

/// One HTTP response. The server adds Date, Content-Length, the security headers and, unless the handler set
/// it, `Cache-Control: no-store`.
struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  /// When set, sent instead of `body`, for answers kept in memory.
  std::shared_ptr<const std::string> shared_body;
  /// When set, the connection becomes a stream of its events and serves no further request.
  std::shared_ptr<EventStream> stream;
  std::vector<std::pair<std::string, std::string>> headers;

  static Response html(std::string body, int status = 200);
  static Response text(std::string body, int status = 200);
  /// A stream of events; 503 if there are too many already.
  static Response events(std::shared_ptr<EventStream> stream);
  /// 303 to a path of this site ("/ms/…"); throws Fault for anything else.
  static Response see_other(std::string location);

  /// Adds a header; one of that name may be there already. Throws Fault for a name or value that would break
  /// out of its line.
  Response& set_header(std::string name, std::string value);
  /// Value of the first header of exactly that name, or empty.
  std::string_view header(std::string_view name) const;
};

}  // namespace temujanji::web
