#pragma once
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "web/http.h"

namespace temujanji::web {

/// What a response's head says beside the response itself.
struct HeadFacts {
  /// "Sun, 22 Nov 2026 03:00:00 GMT".
  std::string_view date;
  std::size_t body_bytes = 0;
  /// The body has no length known before; it ends with the connection.
  bool is_stream = false;
  bool secure = false;
  /// "close", "keep-alive", or empty where the version's own rule holds.
  std::string_view connection;
};

/// Appends status line, headers and the empty line: Date, Content-Length, the security headers that every
/// response has, `Cache-Control: no-store` unless the response says another, and the response's own.
void append_head(std::string& out, const Response& response, const HeadFacts& facts);

/// The page may ask for the device's camera; no other page may.
void allow_camera(Response& response);

/// A whole short plain response that closes the connection, for requests that could not be read.
std::string plain_refusal(int status, std::string_view date);

/// Whether a response of this status has no body.
bool is_without_body(int status);

/// The moment in the format of HTTP.
std::string http_date(std::time_t at);

}  // namespace temujanji::web
