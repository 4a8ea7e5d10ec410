#include <algorithm>

#include "base/check.h"
#include "domain/calendar.h"

namespace temujanji::domain {
namespace {

bool holds(const SeatRule& rule, Date on) {
  const unsigned bit = 1U << (iso_weekday(on) - 1);
  return (rule.weekdays & bit) != 0 && rule.valid_from <= on && (!rule.valid_to || on <= *rule.valid_to);
}

std::vector<SeatRule> rules_on(std::span<const SeatRule> rules, Date on) {
  std::vector<SeatRule> holding;
  for (const SeatRule& rule : rules) {
    if (holds(rule, on)) holding.push_back(rule);
  }
  if (holding.empty()) return holding;
  const Date begin = std::ranges::max_element(holding, {}, &SeatRule::valid_from)->valid_from;
  std::erase_if(holding, [&](const SeatRule& rule) { return rule.valid_from != begin; });
  return holding;
}

/// Cuts `part` into slots of `rule`, leaving out wall times that a change of clocks skips.
void cut(MinuteSpan part, const SeatRule& rule, int counters, Date on, const base::Zone& zone,
         std::vector<PlannedSlot>& out) {
  CHECK(rule.slot_minutes > 0);
  for (int from = part.from; from + rule.slot_minutes <= part.to; from += rule.slot_minutes) {
    const base::LocalTime local = std::chrono::local_days(on) + std::chrono::minutes(from);
    const base::Instant starts_at = zone.to_utc(local);
    if (zone.to_local(starts_at) != local) continue;
    out.push_back({starts_at, rule.slot_minutes, counters * rule.seats_per_counter});
  }
}

/// Sorts, and keeps of overlapping slots the one that begins first: a pool has each counter once.
void keep_apart(std::vector<PlannedSlot>& slots) {
  std::ranges::stable_sort(slots, {}, &PlannedSlot::starts_at);
  std::vector<PlannedSlot> apart;
  for (const PlannedSlot& slot : slots) {
    if (apart.empty() ||
        apart.back().starts_at + std::chrono::minutes(apart.back().minutes) <= slot.starts_at)
      apart.push_back(slot);
  }
  slots = std::move(apart);
}

int begin_minute(const PlannedSlot& slot, Date on, const base::Zone& zone) {
  const auto local = zone.to_local(slot.starts_at) - std::chrono::local_days(on);
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(local).count());
}

bool is_open(const OfficeDay& day, const PlannedSlot& slot, Date on, const base::Zone& zone) {
  const int from = begin_minute(slot, on, zone);
  return std::ranges::any_of(
      day.open, [&](MinuteSpan open) { return open.from <= from && from + slot.minutes <= open.to; });
}

bool overlap(const PlannedSlot& one, const PlannedSlot& other) {
  return one.starts_at < other.starts_at + std::chrono::minutes(other.minutes) &&
         other.starts_at < one.starts_at + std::chrono::minutes(one.minutes);
}

/// The slots of the parts that are opened, as far as they lie over none of `slots` and in no closure.
void add_opened(const PoolDays& pool, Date on, const base::Zone& zone, std::vector<PlannedSlot>& slots) {
  const OfficeDay day = pool_day(pool.calendar, pool.changes, on);
  std::vector<PlannedSlot> opened;
  for (const DayChange& change : pool.changes) {
    if (change.on != on || !change.opens) continue;
    for (const SeatRule& rule : rules_on(pool.rules, on)) {
      cut({std::max(change.part.from, rule.part.from), std::min(change.part.to, rule.part.to)}, rule,
          pool.counters, on, zone, opened);
    }
  }
  std::erase_if(opened, [&](const PlannedSlot& slot) {
    return !is_open(day, slot, on, zone) ||
           std::ranges::any_of(slots, [&](const PlannedSlot& other) { return overlap(slot, other); });
  });
  keep_apart(opened);
  slots.insert(slots.end(), opened.begin(), opened.end());
  std::ranges::sort(slots, {}, &PlannedSlot::starts_at);
}

}  // namespace

std::vector<PlannedSlot> plan_changed_slots(const PoolDays& pool, Date on, const base::Zone& zone) {
  auto slots = plan_slots(office_day(pool.calendar, on), on, pool.rules, pool.counters, zone);
  const auto is_of_day = [&](const DayChange& change) { return change.on == on; };
  if (pool.counters <= 0 || std::ranges::none_of(pool.changes, is_of_day)) return slots;
  add_opened(pool, on, zone, slots);
  for (PlannedSlot& slot : slots) {
    const int from = begin_minute(slot, on, zone);
    for (const DayChange& change : pool.changes) {
      const bool speaks_of_it = is_of_day(change) && change.part.from <= from && from < change.part.to;
      if (speaks_of_it && change.seats) slot.seats = *change.seats;
    }
  }
  std::erase_if(slots, [](const PlannedSlot& slot) { return slot.seats == 0; });
  return slots;
}

std::vector<PlannedSlot> plan_slots(const OfficeDay& day, Date on, std::span<const SeatRule> rules,
                                    int counters, const base::Zone& zone) {
  std::vector<PlannedSlot> slots;
  if (counters <= 0) return slots;
  for (const SeatRule& rule : rules_on(rules, on)) {
    for (const MinuteSpan part : day.hours.empty() ? day.open : day.hours) {
      cut({std::max(part.from, rule.part.from), std::min(part.to, rule.part.to)}, rule, counters, on, zone,
          slots);
    }
  }
  keep_apart(slots);
  if (!day.hours.empty())
    std::erase_if(slots, [&](const PlannedSlot& slot) { return !is_open(day, slot, on, zone); });
  return slots;
}

WindowAnswer check_window(BookingWindow window, base::Instant starts_at, base::Instant now,
                          const base::Zone& zone) {
  if (starts_at <= now) return WindowAnswer::too_soon;
  const Date today = zone.date_at(now);
  const Date on = zone.date_at(starts_at);
  if (on < plus_days(today, window.lead_days)) return WindowAnswer::too_soon;
  if (plus_months(today, window.window_months) < on) return WindowAnswer::too_far;
  return WindowAnswer::open;
}

}  // namespace temujanji::domain
