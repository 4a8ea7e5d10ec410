#include "features/staff_door.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "web/cookies.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kKnownCookie = "device";
constexpr std::string_view kKnownPlace = "cookie/device";
constexpr auto kKnownFor = std::chrono::hours(24 * 180);
/// People who share a computer; whoever signed in longest ago is forgotten first.
constexpr std::size_t kKnownMax = 8;
/// Browsers keep no longer ones.
constexpr std::size_t kCookieMax = 4096;
constexpr std::size_t kTokenBytes = 32;

std::vector<std::string> read_known(const App& app, const web::Request& request) {
  const std::string_view cookie = web::find_cookie(request, kKnownCookie);
  const auto sealed = cookie.size() <= kCookieMax ? base::from_base64url(cookie) : std::nullopt;
  const auto opened = sealed ? app.keys.open(*sealed, kKnownPlace) : std::nullopt;
  std::vector<std::string> known;
  if (!opened) return known;
  // A name and a number in turn, a line each.
  const auto lines = base::split(*opened, '\n');
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2)
    known.push_back(std::string(lines[i]) + "\n" + std::string(lines[i + 1]));
  return known;
}

bool is_of(std::string_view known, std::string_view user_name) {
  return !user_name.empty() && known.starts_with(std::string(user_name) + "\n");
}

}  // namespace

Door::Door(App& app, const web::Request& request, std::string user_name, Proof proof)
    : app_(app),
      request_(request),
      user_name_(std::move(user_name)),
      proof_(proof),
      known_(read_known(app, request)) {}

std::vector<Door::Count> Door::counts() const {
  for (const std::string& known : known_) {
    if (is_of(known, user_name_)) return {{app_.failed_sign_ins_by_place, known}};
  }
  const std::string& prefix = request_.address.prefix;
  std::vector<Count> counts;
  if (app_.is_limited(request_)) counts.push_back({app_.failed_sign_ins_by_address, prefix});
  if (user_name_.empty() || proof_ == Proof::unguessable) return counts;
  counts.push_back({app_.failed_sign_ins_by_place, user_name_ + "\n" + prefix});
  counts.push_back({app_.failed_sign_ins_by_account, user_name_});
  return counts;
}

bool Door::is_shut() const {
  const auto is_exhausted = [this](const Count& count) {
    return count.limiter.exhausted(count.key, app_.clock.now());
  };
  return std::ranges::any_of(counts(), is_exhausted);
}

void Door::count_failure() {
  for (const Count& count : counts()) count.limiter.count(count.key, app_.clock.now());
}

void Door::know(web::Response& response) const {
  std::string text = user_name_ + "\n" + base::to_hex(base::random_bytes(8));
  std::size_t others = 0;
  for (const std::string& known : known_) {
    if (!is_of(known, user_name_) && ++others < kKnownMax) text += "\n" + known;
  }
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
