#include "features/staff_door.h"

#include <array>

#include "base/text.h"
#include "web/cookies.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kKnownCookie = "device";
constexpr std::string_view kKnownPlace = "cookie/device";
constexpr auto kKnownFor = std::chrono::hours(24 * 180);
constexpr std::size_t kKnownMax = 512;
constexpr std::size_t kTokenBytes = 32;

/// "user name\nrandom": the account a browser signed in with.
std::string known_browser(const App& app, const web::Request& request, std::string_view user_name) {
  const std::string_view cookie = web::find_cookie(request, kKnownCookie);
  if (cookie.size() > kKnownMax) return {};
  const auto sealed = base::from_base64url(cookie);
  const auto opened = sealed ? app.keys.open(*sealed, kKnownPlace) : std::nullopt;
  if (!opened || !opened->starts_with(std::string(user_name) + "\n")) return {};
  return *opened;
}

}  // namespace

Door::Door(App& app, const web::Request& request, std::string user_name)
    : app_(app), request_(request), user_name_(std::move(user_name)) {
  if (!user_name_.empty()) known_ = known_browser(app, request, user_name_);
}

std::string Door::place() const {
  return known_.empty() ? user_name_ + "\n" + request_.address.prefix : known_;
}

bool Door::is_shut() const {
  const base::Instant now = app_.clock.now();
  if (app_.is_limited(request_) && app_.failed_sign_ins_by_address.exhausted(request_.address.prefix, now)) {
    return true;
  }
  if (user_name_.empty()) return false;
  return app_.failed_sign_ins_by_place.exhausted(place(), now) ||
         (known_.empty() && app_.failed_sign_ins_by_account.exhausted(user_name_, now));
}

void Door::count_failure() {
  const base::Instant now = app_.clock.now();
  if (app_.is_limited(request_)) app_.failed_sign_ins_by_address.count(request_.address.prefix, now);
  if (user_name_.empty()) return;
  app_.failed_sign_ins_by_place.count(place(), now);
  if (known_.empty()) app_.failed_sign_ins_by_account.count(user_name_, now);
}

void Door::know(web::Response& response) const {
  const std::string text = user_name_ + "\n" + base::to_hex(base::random_bytes(8));
  web::set_cookie(response, request_, kKnownCookie, base::to_base64url(app_.keys.seal(text, kKnownPlace)),
                  kKnownFor);
}

std::string make_session_token() {
  return base::to_base64url(base::random_bytes(kTokenBytes));
}

std::string device_of(const web::Request& request) {
  // What each calls itself, those first that others call themselves too.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBrowsers{{{"Edg/", "Edge"},
                                                                                    {"OPR/", "Opera"},
                                                                                    {"Firefox/", "Firefox"},
                                                                                    {"Chrome/", "Chrome"},
                                                                                    {"Safari/", "Safari"}}};
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSystems{{{"Android", "Android"},
                                                                                   {"iPhone", "iPhone"},
                                                                                   {"iPad", "iPad"},
                                                                                   {"Windows", "Windows"},
                                                                                   {"Mac OS", "macOS"},
                                                                                   {"Linux", "Linux"}}};
  const std::string_view named = request.header("user-agent");
  const auto find = [&](const auto& known) -> std::string {
    for (const auto& [sign, name] : known) {
      if (named.find(sign) != std::string_view::npos) return std::string(name);
    }
    return "?";
  };
  return find(kBrowsers) + ", " + find(kSystems);
}

}  // namespace temujanji::features
