#include "web/rate_limit.h"

#include <algorithm>
#include <cstring>

#include "base/crypto.h"

namespace temujanji::web {

RateLimiter::RateLimiter(std::uint32_t limit, std::chrono::milliseconds window, std::size_t entries_max)
    : limit_(limit), window_millis_(window.count()), salt_(base::random_bytes(16)) {
  for (Shard& shard : shards_) {
    shard.buckets.resize(std::max<std::size_t>(1, entries_max / (kShards * kWays)));
  }
}

void RateLimiter::share(std::string salt, std::function<void(std::uint64_t)> tell) {
  salt_ = std::move(salt);
  tell_ = std::move(tell);
}

bool RateLimiter::allow(std::string_view key, base::Instant now) {
  const std::uint64_t hashed = hash(key);
  Shard& shard = shards_[hashed % kShards];
  {
    const std::lock_guard lock(shard.mutex);
    Entry& entry = touch(shard, hashed, now);
    if (used(entry, now) + 1 > limit_) return false;
    ++entry.current;
  }
  if (tell_) tell_(hashed);
  return true;
}

bool RateLimiter::exhausted(std::string_view key, base::Instant now) const {
  const std::uint64_t hashed = hash(key);
  const Shard& shard = shards_[hashed % kShards];
  const std::lock_guard lock(shard.mutex);
  const Entry* entry = find(shard, hashed);
  return (entry == nullptr ? 0.0 : used(*entry, now)) + 1 > limit_;
}

void RateLimiter::count(std::string_view key, base::Instant now) {
  const std::uint64_t hashed = hash(key);
  hear(hashed, now);
  if (tell_) tell_(hashed);
}

void RateLimiter::hear(std::uint64_t hashed, base::Instant now) {
  Shard& shard = shards_[hashed % kShards];
  const std::lock_guard lock(shard.mutex);
  ++touch(shard, hashed, now).current;
}

// The salt keeps strangers from choosing keys that share an entry.
std::uint64_t RateLimiter::hash(std::string_view key) const {
  const base::Digest digest = base::fingerprint(salt_ + std::string(key));
  std::uint64_t hashed = 0;
  std::memcpy(&hashed, digest.data(), sizeof hashed);
  return hashed == 0 ? 1 : hashed;
}

double RateLimiter::used(const Entry& entry, base::Instant now) const {
  const std::int64_t millis = base::to_millis(now);
  const std::int64_t window = millis / window_millis_;
  const double passed = static_cast<double>(millis % window_millis_) / static_cast<double>(window_millis_);
  // A clock put back leaves windows that lie ahead; they count as the present one.
  if (window <= entry.window) return entry.current + entry.previous * (1 - passed);
  if (window == entry.window + 1) return entry.current * (1 - passed);
  return 0;
}

const RateLimiter::Entry* RateLimiter::find(const Shard& shard, std::uint64_t hashed) const {
  const Bucket& bucket = shard.buckets[(hashed / kShards) % shard.buckets.size()];
  const auto found = std::ranges::find(bucket, hashed, &Entry::key);
  return found == bucket.end() ? nullptr : &*found;
}

RateLimiter::Entry& RateLimiter::touch(Shard& shard, std::uint64_t hashed, base::Instant now) {
  const std::int64_t window = base::to_millis(now) / window_millis_;
  Bucket& bucket = shard.buckets[(hashed / kShards) % shard.buckets.size()];
  auto found = std::ranges::find(bucket, hashed, &Entry::key);
  if (found == bucket.end()) {
    // Forgets the least: a long untouched key, and of those the one with the fewest events.
    found = std::ranges::min_element(bucket, {}, [](const Entry& entry) {
      return std::pair(entry.window, std::uint64_t{entry.current} + entry.previous);
    });
    *found = {hashed, window, 0, 0};
  }
  if (window > found->window) {
    found->previous = window == found->window + 1 ? found->current : 0;
    found->current = 0;
    found->window = window;
  }
  return *found;
}

}  // namespace temujanji::web
