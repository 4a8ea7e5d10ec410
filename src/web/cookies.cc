#include "web/cookies.h"

#include "base/crypto.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr std::size_t kBrowserTokenBytes = 16;
constexpr std::size_t kBrowserTokenCharacters = 22;
constexpr auto kBrowserTokenAge = std::chrono::hours(24 * 180);

std::string full_name(const Request& request, std::string_view name) {
  return (request.secure ? "__Host-" : "") + std::string(name);
}

}  // namespace

void set_cookie(Response& response, const Request& request, std::string_view name, std::string_view value,
                std::chrono::seconds max_age) {
  std::string line = full_name(request, name);
  line += '=';
  line += value;
  line += "; Path=/; HttpOnly; SameSite=Lax";
  if (request.secure) line += "; Secure";
  if (max_age.count() != 0) line += "; Max-Age=" + std::to_string(max_age.count());
  response.set_header("Set-Cookie", std::move(line));
}

void drop_cookie(Response& response, const Request& request, std::string_view name) {
  std::string line = full_name(request, name) + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";
  if (request.secure) line += "; Secure";
  response.set_header("Set-Cookie", std::move(line));
}

std::string_view find_cookie(const Request& request, std::string_view name) {
  return request.cookie(full_name(request, name));
}

std::string_view find_browser(const Request& request) {
  const std::string_view token = find_cookie(request, "browser");
  if (token.size() != kBrowserTokenCharacters || !base::from_base64url(token)) return {};
  return token;
}

std::string ensure_browser(const Request& request, Response& response) {
  if (const std::string_view token = find_browser(request); !token.empty()) return std::string(token);
  std::string token = base::to_base64url(base::random_bytes(kBrowserTokenBytes));
  set_cookie(response, request, "browser", token, kBrowserTokenAge);
  return token;
}

}  // namespace temujanji::web
