#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "counter/changes.h"
#include "counter/queue.h"

namespace temujanji::counter {

/// The queues that were read last. Every change of an office's queue makes all pages that follow it ask at
/// the same moment, those at the counters, in the waiting room and on the applicants' telephones: the first
/// one reads, the others are answered from what it read. Thread-safe.
class KeptQueues {
 public:
  /// What the version does not count, such as the office's rules, is seen after so long.
  static constexpr std::chrono::milliseconds kAgeMax{1000};

  /// `changes` outlives it.
  explicit KeptQueues(const Changes& changes) : changes_(changes) {}

  /// The queue at least as new as its office's version when this was called; on PostgreSQL another process's
  /// commit counts from when this one heard of it. Whoever has just changed the queue reads it himself.
  std::shared_ptr<const Queue> read(storage::Connection& connection, const Day& day, base::Instant now);

 private:
  struct Kept {
    std::mutex mutex;
    std::uint64_t version = 0;
    base::Instant read_at;
    std::shared_ptr<const Queue> queue;
  };
  std::shared_ptr<Kept> kept_of(domain::OfficeId office);

  const Changes& changes_;
  std::mutex mutex_;
  std::unordered_map<domain::OfficeId, std::shared_ptr<Kept>> offices_;
};

}  // namespace temujanji::counter
