#include "features/shared_limits.h"

#include <array>

#include "base/text.h"

namespace temujanji::features {
namespace {

struct Shared {
  char topic;
  web::RateLimiter App::*limiter;
};
constexpr std::array kShared{
    Shared{'b', &App::bookings_by_address},         Shared{'l', &App::failed_lookups_by_address},
    Shared{'r', &App::failed_lookups_by_reference}, Shared{'e', &App::appeals_by_address},
    Shared{'p', &App::failed_sign_ins_by_place},    Shared{'d', &App::failed_sign_ins_by_address},
    Shared{'a', &App::failed_sign_ins_by_account}};

}  // namespace

SharedLimits::SharedLimits(App& app, storage::Peers& peers) : app_(app), peers_(peers) {
  for (const Shared& shared : kShared) share(shared.topic, app.*shared.limiter);
}

SharedLimits::~SharedLimits() {
  for (const Shared& shared : kShared) peers_.listen(shared.topic, {});
}

void SharedLimits::share(char topic, web::RateLimiter& limiter) {
  const std::string salt(base::bytes_of(app_.keys.hash("limit", std::string(1, topic))));
  limiter.share(salt, [this, topic](std::uint64_t hashed) { peers_.tell(topic, std::to_string(hashed)); });
  peers_.listen(topic, [this, &limiter](std::string_view text) {
    for (const std::string_view part : base::split(text, ' ')) {
      if (const auto hashed = base::parse_number<std::uint64_t>(part))
        limiter.hear(*hashed, app_.clock.now());
    }
  });
}

}  // namespace temujanji::features
