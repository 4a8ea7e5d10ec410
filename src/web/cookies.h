#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "web/http.h"

namespace temujanji::web {

/// Sets a cookie of this site: HttpOnly, SameSite=Lax, Path=/; over TLS also Secure and named
/// `__Host-<name>`, so that neither a neighbour site nor plain http can plant one. `max_age` 0 keeps it until
/// the browser is closed. The value must be of base64url characters.
void set_cookie(Response& response, const Request& request, std::string_view name, std::string_view value,
                std::chrono::seconds max_age);
/// Makes the browser forget it.
void drop_cookie(Response& response, const Request& request, std::string_view name);
/// The value of our cookie, or empty. Over TLS only the `__Host-` one counts.
std::string_view find_cookie(const Request& request, std::string_view name);

/// The random token that tells browsers apart: from its cookie or, where that is missing or malformed, fresh
/// and set on `response`. Holds and CSRF tokens are bound to it.
std::string ensure_browser(const Request& request, Response& response);
/// The browser's token, or empty if it has none yet.
std::string_view find_browser(const Request& request);

}  // namespace temujanji::web
