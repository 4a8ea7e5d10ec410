#pragma once
#include <cstdint>
#include <vector>

namespace temujanji::engine {

/// What a batch has changed, told to listeners after COMMIT.
struct Events {
  /// Of the transaction: of two that changed the same slot the later one has the higher number.
  std::int64_t number = 0;
  /// Seats of a slot as they stand now.
  struct SeatsChanged {
    std::int64_t pool_id;
    std::int64_t slot_id;
    std::int32_t seats;
    std::int32_t taken;
  };
  std::vector<SeatsChanged> seats;
  /// Slots were made, withdrawn or removed: the board must be read again.
  bool slots_published = false;
  /// The catalogue must be read again.
  bool catalogue_changed = false;
  /// There is new mail in the outbox.
  bool mail_queued = false;
  /// Somebody is blocked, or no longer.
  bool blocks_changed = false;
  /// Ids of the offices whose queue at the counters is another, each once.
  std::vector<std::int64_t> queues;

  void clear() {
    number = 0;
    seats.clear();
    queues.clear();
    slots_published = catalogue_changed = mail_queued = blocks_changed = false;
  }
};

}  // namespace temujanji::engine
