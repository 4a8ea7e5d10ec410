#include "web/guard.h"

#include "base/text.h"
#include "web/cookies.h"
#include "web/form.h"
#include "web/multipart.h"

namespace temujanji::web {
namespace {

enum class Source { ours, foreign, unsaid };

/// "https://host:port" of an origin or a longer address.
std::string_view origin_part(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return {};
  return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

bool is_ours(std::string_view url, const Request& request, const Guards& guards) {
  const std::string_view origin = origin_part(url);
  if (origin.empty()) return false;
  if (!guards.site_url.empty() && base::to_lower(origin) == base::to_lower(guards.site_url)) return true;
  const std::string own = (request.secure ? "https://" : "http://") + std::string(request.header("host"));
  return base::to_lower(origin) == base::to_lower(own);
}

Source source_of(const Request& request, const Guards& guards) {
  if (const std::string_view site = request.header("sec-fetch-site"); !site.empty()) {
    return site == "same-origin" ? Source::ours : Source::foreign;
  }
  std::string_view said = request.header("origin");
  if (said.empty()) said = request.header("referer");
  if (said.empty()) return Source::unsaid;
  return is_ours(said, request, guards) ? Source::ours : Source::foreign;
}

std::string sent_token(const Request& request) {
  const std::string_view type = request.header("content-type");
  if (is_multipart(type)) {
    const auto parts = parse_multipart(type, request.body);
    const Part* part = parts ? find_part(*parts, "csrf") : nullptr;
    return std::string(part == nullptr ? std::string_view() : part->bytes);
  }
  const auto form = Form::parse(request.body);
  return std::string(form ? form->value("csrf") : std::string_view());
}

bool has_csrf_token(const Request& request, const Guards& guards) {
  return guards.keys != nullptr && is_csrf_token(*guards.keys, find_browser(request), sent_token(request));
}

int refusal_of_api(const Request& request, const Guards& guards) {
  const std::string_view type = request.header("content-type");
  const std::string_view essence = base::trim(type.substr(0, type.find(';')));
  if (!request.body.empty() && base::to_lower(essence) != "application/json") return 415;
  // Other sites' scripts may not write through a visitor's browser; programs send no Origin.
  if (!request.header("origin").empty() && source_of(request, guards) != Source::ours) return 403;
  return 0;
}

}  // namespace

int refusal_of(Guard guard, const Request& request, const Guards& guards) {
  switch (guard) {
    case Guard::none:
      return 0;
    case Guard::same_origin:
      return source_of(request, guards) == Source::ours ? 0 : 403;
    case Guard::form:
      if (source_of(request, guards) == Source::foreign) return 403;
      return has_csrf_token(request, guards) ? 0 : 403;
    case Guard::api:
      return refusal_of_api(request, guards);
  }
  return 403;
}

std::string csrf_token(const base::KeyRing& keys, std::string_view browser_token) {
  return base::to_base64url(base::bytes_of(keys.hash("csrf", browser_token)));
}

bool is_csrf_token(const base::KeyRing& keys, std::string_view browser_token, std::string_view token) {
  return !browser_token.empty() && base::equal_in_constant_time(csrf_token(keys, browser_token), token);
}

}  // namespace temujanji::web
