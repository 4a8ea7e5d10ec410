#include "catalogue/board.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "base/check.h"
#include "catalogue/board.sql.h"

namespace temujanji::catalogue {
namespace {

using SlotCell = BoardLayout::Cell;

static_assert(sizeof(SlotCell) == 32);
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

constexpr std::int64_t kMinuteMillis = 60'000;

std::uint32_t packed(std::int64_t seats, std::int64_t taken) {
  const auto part = [](std::int64_t number) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number, 0, 0xFFFF));
  };
  return part(seats) << 16 | part(taken);
}

/// The first minute that does not begin before `at`.
std::int64_t minute_from(base::Instant at) {
  const std::int64_t millis = base::to_millis(at);
  const std::int64_t minute = millis / kMinuteMillis;
  return millis > minute * kMinuteMillis ? minute + 1 : minute;
}

std::int64_t unix_micros(base::Instant at) {
  return base::to_millis(at) * 1000;
}

/// A row of the table while the layout is laid out.
struct Read {
  std::int64_t pool_id;
  std::int64_t slot_id;
  std::int64_t starts_minute;
  std::uint32_t seats_taken;
  std::uint16_t minutes;
  std::int64_t changed_by;
};

std::vector<Read> read_slots(storage::Connection& connection, base::Instant now) {
  std::vector<Read> slots;
  auto rows = connection.stream(sql::kListOfferedSlots, {now - std::chrono::days(1)});
  while (rows.next()) {
    slots.push_back({rows.integer(0), rows.integer(1), rows.integer(2) / kMinuteMillis,
                     packed(rows.integer(4), rows.integer(5)), static_cast<std::uint16_t>(rows.small(3)),
                     rows.integer(6)});
  }
  return slots;
}

/// Numbers a pool's cells by their ids.
void number_by_id(SlotCell* cells, std::size_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t at) { return cells[at].slot_id; });
  for (std::size_t i = 0; i < count; ++i) cells[i].by_id = order[i];
}

SlotCell* find_by_id(SlotCell* cells, std::size_t count, std::int64_t slot_id) {
  const std::span<SlotCell> all(cells, count);
  const auto found = std::ranges::lower_bound(
      all, slot_id, {}, [&](const SlotCell& place) { return cells[place.by_id].slot_id; });
  if (found == all.end() || cells[found->by_id].slot_id != slot_id) return nullptr;
  return &cells[found->by_id];
}

}  // namespace

BoardSlot SlotRange::Iterator::operator*() const {
  const std::uint32_t seats_taken = cell_->seats_taken.load(std::memory_order_relaxed);
  return {domain::SlotId{cell_->slot_id}, base::from_millis(cell_->starts_minute * kMinuteMillis),
          cell_->minutes, static_cast<int>(seats_taken >> 16), static_cast<int>(seats_taken & 0xFFFF)};
}

Board::Board() : layout_(std::make_shared<BoardLayout>()) {}

std::shared_ptr<BoardLayout> Board::layout() const {
  const std::scoped_lock lock(layout_mutex_);
  return layout_;
}

void Board::load(storage::Connection& connection, base::Instant now) {
  const std::scoped_lock one_load(load_mutex_);
  {
    const std::scoped_lock lock(apply_mutex_);
    loading_ = true;
    while_loading_.clear();
  }
  std::shared_ptr<BoardLayout> fresh;
  try {
    fresh = read_layout(connection, now);
  } catch (...) {
    const std::scoped_lock lock(apply_mutex_);
    loading_ = false;
    throw;
  }
  const std::scoped_lock lock(apply_mutex_);
  loading_ = false;
  // The clock's microseconds make versions rise from one start of the program to the next.
  const std::uint64_t version = std::max(version_.load() + 1, static_cast<std::uint64_t>(unix_micros(now)));
  fresh->version_ = version;
  for (auto& [pool, cells] : fresh->pools_) cells.version.store(version, std::memory_order_relaxed);
  for (const auto& [slot, change] : while_loading_) change_seats(*fresh, change, version);
  {
    const std::scoped_lock exchange(layout_mutex_);
    layout_ = std::move(fresh);
  }
  version_.store(version, std::memory_order_release);
}

std::shared_ptr<BoardLayout> Board::read_layout(storage::Connection& connection, base::Instant now) {
  const std::vector<Read> slots = read_slots(connection, now);
  auto layout = std::make_shared<BoardLayout>();
  layout->cells_ = std::make_unique<SlotCell[]>(slots.size());
  layout->size_ = slots.size();
  for (std::size_t i = 0; i < slots.size(); ++i) {
    SlotCell& cell = layout->cells_[i];
    cell.slot_id = slots[i].slot_id;
    cell.starts_minute = static_cast<std::int32_t>(slots[i].starts_minute);
    cell.seats_taken.store(slots[i].seats_taken, std::memory_order_relaxed);
    cell.minutes = slots[i].minutes;
    cell.changed_by = slots[i].changed_by;
    auto& pool = layout->pools_[slots[i].pool_id];
    if (pool.count == 0) pool.first = i;
    ++pool.count;
  }
  for (auto& [id, pool] : layout->pools_) number_by_id(&layout->cells_[pool.first], pool.count);
  return layout;
}

void Board::apply(const engine::Events& events) {
  if (events.seats.empty()) return;
  const std::scoped_lock lock(apply_mutex_);
  const std::uint64_t version = version_.load(std::memory_order_relaxed) + 1;
  const std::shared_ptr<BoardLayout> current = layout();
  for (const engine::Events::SeatsChanged& seats : events.seats) {
    const Change change{seats, events.number};
    if (loading_) {
      const auto [known, added] = while_loading_.try_emplace(seats.slot_id, change);
      if (!added && known->second.number <= change.number) known->second = change;
    }
    change_seats(*current, change, version);
  }
  version_.store(version, std::memory_order_release);
}

void Board::change_seats(BoardLayout& layout, const Change& change, std::uint64_t version) {
  const auto& [seats, number] = change;
  const auto pool = layout.pools_.find(seats.pool_id);
  if (pool == layout.pools_.end()) return;
  SlotCell* cell = find_by_id(&layout.cells_[pool->second.first], pool->second.count, seats.slot_id);
  if (cell == nullptr) return;
  if (number < cell->changed_by) return;
  cell->changed_by = number;
  cell->seats_taken.store(packed(seats.seats, seats.taken), std::memory_order_relaxed);
  pool->second.version.store(version, std::memory_order_release);
}

std::optional<BoardSlot> Board::find(domain::PoolId pool, base::Instant starts_at) const {
  const SlotRange range = slots(pool, starts_at, starts_at + std::chrono::milliseconds(1));
  if (range.empty()) return std::nullopt;
  return *range.begin();
}

SlotRange Board::slots(domain::PoolId pool, base::Instant from, base::Instant to) const {
  std::shared_ptr<const BoardLayout> layout = this->layout();
  const auto found = layout->pools_.find(pool.value);
  if (found == layout->pools_.end() || to <= from) return {};
  const std::span<const SlotCell> cells(&layout->cells_[found->second.first], found->second.count);
  const auto first = std::ranges::lower_bound(cells, minute_from(from), {}, &SlotCell::starts_minute);
  const auto last =
      std::ranges::lower_bound(first, cells.end(), minute_from(to), {}, &SlotCell::starts_minute);
  return SlotRange(std::move(layout), std::to_address(first), std::to_address(last));
}

std::optional<BoardSlot> Board::first_free(domain::PoolId pool, base::Instant from, base::Instant to,
                                           int seats) const {
  for (const BoardSlot& slot : slots(pool, from, to)) {
    if (slot.free() >= seats) return slot;
  }
  return std::nullopt;
}

std::int64_t Board::free_seats(domain::PoolId pool, base::Instant from, base::Instant to) const {
  const SlotRange range = slots(pool, from, to);
  std::int64_t free = 0;
  for (const BoardSlot& slot : range) free += slot.free();
  return free;
}

std::optional<base::Instant> Board::last_start(domain::PoolId pool) const {
  const std::shared_ptr<const BoardLayout> layout = this->layout();
  const auto found = layout->pools_.find(pool.value);
  if (found == layout->pools_.end()) return std::nullopt;
  const SlotCell& last = layout->cells_[found->second.first + found->second.count - 1];
  return base::from_millis(last.starts_minute * kMinuteMillis);
}

std::uint64_t Board::version(domain::PoolId pool) const {
  const std::shared_ptr<const BoardLayout> layout = this->layout();
  const auto found = layout->pools_.find(pool.value);
  if (found == layout->pools_.end()) return layout->version_;
  return found->second.version.load(std::memory_order_acquire);
}

std::size_t Board::size() const {
  return layout()->size_;
}

}  // namespace temujanji::catalogue
