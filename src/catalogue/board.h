#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"
#include "engine/event.h"
#include "storage/connection.h"

namespace temujanji::catalogue {

/// A slot as the board knows it.
struct BoardSlot {
  domain::SlotId id;
  base::Instant starts_at;
  int minutes;
  int seats;
  int taken;

  base::Instant ends_at() const { return starts_at + std::chrono::minutes(minutes); }
  int free() const { return seats > taken ? seats - taken : 0; }
};

/// The slots of one reading of the database. Which slots there are never changes; their seats do.
class BoardLayout {
 public:
  /// 32 bytes a slot. `seats` are the upper, `taken` the lower 16 bits, so that both are read together.
  struct Cell {
    std::int64_t slot_id;
    std::int32_t starts_minute;  // minutes since 1970 UTC
    std::atomic<std::uint32_t> seats_taken;
    std::uint32_t by_id;  // at place i the cell, counted from the pool's first, with the i-th smallest id
    std::uint16_t minutes;
    std::int64_t changed_by = 0;  // number of the transaction that last changed the seats
  };
  struct PoolCells {
    std::size_t first = 0;
    std::size_t count = 0;
    std::atomic<std::uint64_t> version{0};
  };

 private:
  friend class Board;
  friend class SlotRange;
  std::unique_ptr<Cell[]> cells_;
  std::size_t size_ = 0;
  std::unordered_map<std::int64_t, PoolCells> pools_;
  std::uint64_t version_ = 0;
};

/// Slots of a pool that begin in a span of time, sorted. Keeps the layout it points into alive; each slot is
/// read with its seats as they stand at that moment.
class SlotRange {
 public:
  class Iterator {
   public:
    explicit Iterator(const BoardLayout::Cell* cell) : cell_(cell) {}
    BoardSlot operator*() const;
    Iterator& operator++() {
      ++cell_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const BoardLayout::Cell* cell_;
  };

  SlotRange() = default;
  SlotRange(std::shared_ptr<const BoardLayout> layout, const BoardLayout::Cell* first,
            const BoardLayout::Cell* last)
      : layout_(std::move(layout)), first_(first), last_(last) {}
  Iterator begin() const { return Iterator(first_); }
  Iterator end() const { return Iterator(last_); }
  std::size_t size() const { return static_cast<std::size_t>(last_ - first_); }
  bool empty() const { return first_ == last_; }

 private:
  std::shared_ptr<const BoardLayout> layout_;
  const BoardLayout::Cell* first_ = nullptr;
  const BoardLayout::Cell* last_ = nullptr;
};

/// Availability from memory: every slot that is offered (published and not withdrawn) from yesterday on, with
/// its seats. Thread-safe; look-ups are binary searches that take no lock but to pick up the layout. What it
/// says may be a moment old: a booking is always decided on the locked rows.
class Board {
 public:
  Board();

  /// Reads all slots afresh. Changes applied meanwhile are not lost. One load at a time (others wait). Throws
  /// Fault; then the board stays as it was.
  void load(storage::Connection& connection, base::Instant now);
  /// Notes the seats that a committed batch changed, here or in another process; what a later batch changed
  /// already stays so. Slots that the board does not know are passed over (a load comes with their
  /// publication).
  void apply(const engine::Events& events);

  /// The offered slot of the pool that begins exactly then.
  std::optional<BoardSlot> find(domain::PoolId pool, base::Instant starts_at) const;
  /// Slots that begin at `from` or later and before `to`.
  SlotRange slots(domain::PoolId pool, base::Instant from, base::Instant to) const;
  /// The first slot from `from` on (and before `to`) with so many free seats.
  std::optional<BoardSlot> first_free(domain::PoolId pool, base::Instant from, base::Instant to,
                                      int seats) const;
  /// Free seats of the slots that begin at `from` or later and before `to`.
  std::int64_t free_seats(domain::PoolId pool, base::Instant from, base::Instant to) const;
  /// When the pool's last offered slot begins.
  std::optional<base::Instant> last_start(domain::PoolId pool) const;

  /// Rises with every change of anything; over 10^15 and rising also from one start of the program to the
  /// next. Read the version before what is rendered: then a page is never kept under too new a version.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// The version at which this pool last changed.
  std::uint64_t version(domain::PoolId pool) const;
  /// How many slots are offered.
  std::size_t size() const;

 private:
  std::shared_ptr<BoardLayout> layout() const;
  static std::shared_ptr<BoardLayout> read_layout(storage::Connection& connection, base::Instant now);
  struct Change {
    engine::Events::SeatsChanged seats;
    std::int64_t number;
  };
  static void change_seats(BoardLayout& layout, const Change& change, std::uint64_t version);

  mutable std::mutex layout_mutex_;
  std::shared_ptr<BoardLayout> layout_;
  std::mutex load_mutex_;
  /// Guards the order of changes against the exchange of the layout.
  std::mutex apply_mutex_;
  bool loading_ = false;
  /// The last change of each slot since the load under way began.
  std::unordered_map<std::int64_t, Change> while_loading_;
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace temujanji::catalogue
