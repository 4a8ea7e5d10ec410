#include "features/shared_limits.h"

#include "base/text.h"

namespace temujanji::features {
namespace {
constexpr char kBookings = 'b', kLookupsByAddress = 'l', kLookupsByReference = 'r';
constexpr char kSignInsByPlace = 'p', kSignInsByAddress = 'd', kSignInsByAccount = 'a';
constexpr char kAppeals = 'e';
}  // namespace

SharedLimits::SharedLimits(App& app, storage::Peers& peers) : app_(app), peers_(peers) {
  share(kBookings, app.bookings_by_address);
  share(kLookupsByAddress, app.failed_lookups_by_address);
  share(kLookupsByReference, app.failed_lookups_by_reference);
  share(kAppeals, app.appeals_by_address);
  share(kSignInsByPlace, app.failed_sign_ins_by_place);
  share(kSignInsByAddress, app.failed_sign_ins_by_address);
  share(kSignInsByAccount, app.failed_sign_ins_by_account);
}

SharedLimits::~SharedLimits() {
  for (const char topic : {kBookings, kLookupsByAddress, kLookupsByReference, kAppeals, kSignInsByPlace,
                           kSignInsByAddress, kSignInsByAccount}) {
    peers_.listen(topic, {});
  }
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
