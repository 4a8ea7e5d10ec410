#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace temujanji::web {

/// Counts events per key in a sliding window, in a table of fixed size: when a bucket is full, its longest
/// untouched key is forgotten. The count of the window before weighs with the part of it that the sliding
/// window still covers. Keys are kept as keyed hashes. Thread-safe.
class RateLimiter {
 public:
  /// `limit` events per `window`; room for about `entries_max` keys at once.
  RateLimiter(std::uint32_t limit, std::chrono::milliseconds window, std::size_t entries_max = 16 * 1024);

  /// From now on others count with this limiter: `tell` gets each key counted here, hashed with the salt that
  /// all of them have. Before the first use.
  void share(std::string salt, std::function<void(std::uint64_t)> tell);
  /// Counts an event that another limiter told of.
  void hear(std::uint64_t hashed, base::Instant now);

  /// Counts an event unless the limit is reached. Whether it may happen.
  bool allow(std::string_view key, base::Instant now);
  /// Whether the limit is reached; counts nothing. For limits on failures only.
  bool exhausted(std::string_view key, base::Instant now) const;
  /// Counts an event, also beyond the limit.
  void count(std::string_view key, base::Instant now);

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::int64_t window = 0;
    std::uint32_t current = 0;
    std::uint32_t previous = 0;
  };
  static constexpr std::size_t kWays = 8;
  using Bucket = std::array<Entry, kWays>;
  struct Shard {
    mutable std::mutex mutex;
    std::vector<Bucket> buckets;
  };
  static constexpr std::size_t kShards = 16;

  std::uint64_t hash(std::string_view key) const;
  double used(const Entry& entry, base::Instant now) const;
  const Entry* find(const Shard& shard, std::uint64_t hashed) const;
  Entry& touch(Shard& shard, std::uint64_t hashed, base::Instant now);

  double limit_;
  std::int64_t window_millis_;
  std::string salt_;
  std::function<void(std::uint64_t)> tell_;
  std::array<Shard, kShards> shards_;
};

}  // namespace temujanji::web
