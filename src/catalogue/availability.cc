#include "catalogue/availability.h"

#include <algorithm>

namespace temujanji::catalogue {

std::string_view to_text(DayStatus status) {
  switch (status) {
    case DayStatus::open:
      return "open";
    case DayStatus::full:
      return "full";
    case DayStatus::closed:
      return "closed";
    case DayStatus::unpublished:
      return "unpublished";
    case DayStatus::past:
      return "past";
  }
  return "";
}

Availability::Availability(const Board& board, const Office& office, const Service& service,
                           domain::PoolId pool, base::Instant now, std::span<const domain::DayChange> changes)
    : board_(board),
      office_(office),
      service_(service),
      pool_(pool),
      changes_(changes),
      now_(now),
      today_(office.zone.date_at(now)) {}

domain::Date Availability::first_on() const {
  return domain::plus_days(today_, service_.window.lead_days);
}
domain::Date Availability::last_on() const {
  return domain::plus_months(today_, service_.window.window_months);
}

base::Instant Availability::midnight(domain::Date on) const {
  return office_.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
}

base::Instant Availability::begin_of_window() const {
  return std::max(midnight(first_on()), now_);
}

domain::WindowAnswer Availability::check_window(base::Instant starts_at) const {
  return domain::check_window(service_.window, starts_at, now_, office_.zone);
}

AvailableDay Availability::day(domain::Date on) const {
  AvailableDay day{on, DayStatus::past, domain::DayKind::open, {}, {}, 0};
  if (on < today_) return day;
  domain::OfficeDay pool_day = domain::pool_day(office_.calendar, changes_, on);
  day.kind = pool_day.kind;
  if (pool_day.kind != domain::DayKind::open) {
    day.status = DayStatus::closed;
    day.reason = std::move(pool_day.reason);
    return day;
  }
  if (on < first_on()) return day;
  if (on > last_on()) {
    day.status = DayStatus::unpublished;
    return day;
  }
  day.slots = board_.slots(pool_, std::max(midnight(on), now_), midnight(domain::plus_days(on, 1)));
  for (const BoardSlot& slot : day.slots) day.free_seats += slot.free();
  if (day.free_seats > 0) {
    day.status = DayStatus::open;
  } else if (!day.slots.empty()) {
    day.status = DayStatus::full;
  } else {
    // Opened, inside the window, and yet without slots: today after the last one, or not published yet.
    day.status = on == today_ ? DayStatus::past : DayStatus::unpublished;
  }
  return day;
}

std::vector<AvailableDay> Availability::days(domain::Date from, domain::Date to) const {
  std::vector<AvailableDay> days;
  for (domain::Date on = from; on <= to; on = domain::plus_days(on, 1)) days.push_back(day(on));
  return days;
}

std::optional<BoardSlot> Availability::earliest(int seats) const {
  return board_.first_free(pool_, begin_of_window(), midnight(domain::plus_days(last_on(), 1)), seats);
}

std::int64_t Availability::free_in_next_14_days() const {
  const base::Instant end = midnight(domain::plus_days(today_, 14));
  const base::Instant begin = begin_of_window();
  return begin < end ? board_.free_seats(pool_, begin, end) : 0;
}

}  // namespace temujanji::catalogue
