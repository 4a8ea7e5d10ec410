#include "counter/kept_queues.h"

namespace temujanji::counter {

std::shared_ptr<KeptQueues::Kept> KeptQueues::kept_of(domain::OfficeId office) {
  const std::scoped_lock lock(mutex_);
  std::shared_ptr<Kept>& kept = offices_[office];
  if (!kept) kept = std::make_shared<Kept>();
  return kept;
}

std::shared_ptr<const Queue> KeptQueues::read(storage::Connection& connection, const Day& day,
                                              base::Instant now) {
  const std::shared_ptr<Kept> kept = kept_of(day.office);
  // Held while the queue is read, so that those who ask meanwhile need not read it too.
  const std::scoped_lock lock(kept->mutex);
  const std::uint64_t version = changes_.version(day.office);
  const bool is_present = kept->queue && kept->version == version && kept->queue->day.on == day.on &&
                          now - kept->read_at < kAgeMax;
  if (!is_present) {
    kept->queue = std::make_shared<const Queue>(read_queue(connection, day));
    kept->version = version;
    kept->read_at = now;
  }
  return kept->queue;
}

}  // namespace temujanji::counter
