#include "base/id.h"

#include <algorithm>

namespace temujanji::base {
namespace {
constexpr std::int64_t kEpochMillis = 1704067200000;  // 2024-01-01T00:00Z
constexpr int kCounterBits = 14;
constexpr int kProcessBits = 8;
}  // namespace

std::int64_t lowest_id_at(Instant at) {
  // As far as ids reach, until 2093.
  constexpr std::int64_t kMillisMax = (std::int64_t{1} << (63 - kCounterBits - kProcessBits)) - 1;
  return std::clamp(to_millis(at) - kEpochMillis, -kMillisMax, kMillisMax) << (kCounterBits + kProcessBits);
}

std::int64_t IdSource::next() {
  const std::int64_t tick = (to_millis(clock_.now()) - kEpochMillis) << kCounterBits;
  const std::scoped_lock lock(mutex_);
  last_ = std::max(last_ + 1, tick);
  const std::int64_t millis = last_ >> kCounterBits;
  const std::int64_t counter = last_ & ((1 << kCounterBits) - 1);
  return (millis << (kCounterBits + kProcessBits)) | (std::int64_t{process_} << kCounterBits) | counter;
}

Instant IdSource::made_at(std::int64_t id) {
  return from_millis((id >> (kCounterBits + kProcessBits)) + kEpochMillis);
}

void IdSource::set_process(std::uint8_t process) {
  const std::scoped_lock lock(mutex_);
  process_ = process;
}

}  // namespace temujanji::base
