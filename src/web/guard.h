#pragma once
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "web/route.h"

namespace temujanji::web {

/// What the guards compare requests with. `keys` must outlive it.
struct Guards {
  const base::KeyRing* keys = nullptr;
  /// `https://temujanji.example`, believed beside the request's own Host; may be empty.
  std::string site_url;
};

/// Whether a request may go on to its route: 0, or the status that refuses it.
///   same_origin: 403 unless Sec-Fetch-Site is same-origin or, where it is missing, Origin or else Referer
///                names our host
///   form: 403 by the same rule, save that a request with none of the three headers (text browsers) may pass,
///         and 403 without the form's `csrf` token
///   api:  415 unless the content type of a request with a body is application/json; 403 for a foreign Origin
int refusal_of(Guard guard, const Request& request, const Guards& guards);

/// The value of the hidden field `csrf` in forms for a visitor with this browser token. It tells nothing
/// about the token.
std::string csrf_token(const base::KeyRing& keys, std::string_view browser_token);
bool is_csrf_token(const base::KeyRing& keys, std::string_view browser_token, std::string_view token);

}  // namespace temujanji::web
