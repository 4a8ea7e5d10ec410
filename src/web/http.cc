#include "web/http.h"

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_header_value(std::string_view value) {
  return std::ranges::all_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

}  // namespace

std::string_view to_text(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::delete_:
      return "DELETE";
    case Method::other:
      break;
  }
  return "other";
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    for (std::string_view pair : base::split(value, ';')) {
      pair = base::trim(pair);
      const std::size_t equals = pair.find('=');
      if (equals != pair.npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
  }
  return {};
}

Response Response::html(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response Response::text(std::string body, int status) {
  Response response = html(std::move(body), status);
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

Response Response::events(std::shared_ptr<EventStream> stream) {
  Response response;
  response.content_type = "text/event-stream";
  response.stream = std::move(stream);
  // Asks nginx not to gather what should arrive at once.
  response.set_header("X-Accel-Buffering", "no");
  return response;
}

Response Response::see_other(std::string location) {
  // "//host" and "/\host" lead browsers to another site.
  const bool ours = location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\");
  if (!ours) throw base::Fault("a redirection must lead to a path of this site");
  Response response;
  response.status = 303;
  response.set_header("Location", std::move(location));
  return response;
}

Response& Response::set_header(std::string name, std::string value) {
  if (!is_header_name(name) || !is_header_value(value)) {
    throw base::Fault("a response header has characters that may not stand there");
  }
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace temujanji::web
