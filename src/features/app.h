#pragma once
#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/settings.h"
#include "base/words.h"
#include "catalogue/live.h"
#include "counter/changes.h"
#include "counter/kept_queues.h"
#include "engine/engine.h"
#include "misuse/block_list.h"
#include "storage/readers.h"
#include "web/compress.h"
#include "web/networks.h"
#include "web/pages.h"
#include "web/rate_limit.h"

namespace temujanji::features {

/// Everything a feature needs, put together in `main`. Outlives the server. Its parts are thread-safe.
struct App {
  const base::Settings& settings;
  const base::Clock& clock;
  const base::KeyRing& keys;
  base::IdSource& ids;
  const base::Words& words;
  const web::Pages& pages;
  engine::Engine& engine;
  storage::Readers& readers;
  /// Where passwords are compared, which takes a tenth of a second and 64 MB each: one at a time.
  storage::Readers& doorkeeper;
  catalogue::Live& live;
  counter::Changes& changes;
  misuse::BlockList& blocks;
  /// Where people reach the site, without a slash at the end.
  std::string site_url;

  counter::KeptQueues queues{changes};
  /// Rendered public pages.
  web::PageCache page_cache{4096, 64 << 20};
  web::PageCache json_cache{4096, 64 << 20};
  web::Networks operator_networks = web::Networks::parse(settings.text("server.operator_networks"));
  web::Networks exempt_networks = web::Networks::parse(settings.text("limits.exempt_networks"));
  web::RateLimiter bookings_by_address{limit("limits.bookings_per_address"), std::chrono::hours(1)};
  web::RateLimiter failed_lookups_by_address{limit("limits.lookups_per_address"), std::chrono::hours(1)};
  web::RateLimiter failed_lookups_by_reference{limit("limits.lookups_per_reference"), std::chrono::hours(1)};
  web::RateLimiter appeals_by_address{limit("limits.appeals_per_address"), std::chrono::hours(1)};
  web::RateLimiter failed_sign_ins_by_place{limit("limits.sign_ins_per_place"), std::chrono::hours(1)};
  web::RateLimiter failed_sign_ins_by_address{limit("limits.sign_ins_per_address"), std::chrono::hours(1)};
  web::RateLimiter failed_sign_ins_by_account{limit("limits.sign_ins_per_account"), std::chrono::hours(1)};
  web::RateLimiter requests_by_address{limit("limits.pages_per_address"), std::chrono::minutes(1)};

  /// Whether limits by address apply to this request.
  bool is_limited(const web::Request& request) const {
    return !exempt_networks.contains(request.address.text);
  }

 private:
  std::uint32_t limit(std::string_view key) const { return static_cast<std::uint32_t>(settings.whole(key)); }
};

}  // namespace temujanji::features
