#pragma once
#include <span>
#include <vector>

#include "catalogue/board.h"
#include "catalogue/catalogue.h"

namespace temujanji::catalogue {

/// What an applicant can do with a day. The names are those of the JSON interface.
enum class DayStatus {
  open,         // seats are free
  full,         // all seats are taken
  closed,       // the office does not open
  unpublished,  // further ahead than may be booked
  past,         // over, or too soon to be booked
};
std::string_view to_text(DayStatus status);

struct AvailableDay {
  domain::Date on;
  DayStatus status;
  /// For `closed`: why, and the name of the holiday or closure.
  domain::DayKind kind;
  base::Bilingual reason;
  /// The slots that may be booked; empty unless open or full.
  SlotRange slots;
  std::int64_t free_seats;
};

/// What is free for one service at one office, from memory. Refers to the catalogue and the board, which must
/// outlive it. Thread-safe.
class Availability {
 public:
  /// `changes` are those of the pool.
  Availability(const Board& board, const Office& office, const Service& service, domain::PoolId pool,
               base::Instant now, std::span<const domain::DayChange> changes = {});

  domain::Date today() const { return today_; }
  /// First and last date that may be booked.
  domain::Date first_on() const;
  domain::Date last_on() const;

  AvailableDay day(domain::Date on) const;
  /// Days from `from` to `to`, both included.
  std::vector<AvailableDay> days(domain::Date from, domain::Date to) const;
  /// The slot that begins exactly then, whether or not seats are free.
  std::optional<BoardSlot> find(base::Instant starts_at) const { return board_.find(pool_, starts_at); }
  domain::WindowAnswer check_window(base::Instant starts_at) const;
  /// The first slot that may be booked with so many free seats.
  std::optional<BoardSlot> earliest(int seats) const;
  /// Free seats that may be booked in the next 14 days, today included.
  std::int64_t free_in_next_14_days() const;

 private:
  base::Instant midnight(domain::Date on) const;
  base::Instant begin_of_window() const;

  const Board& board_;
  const Office& office_;
  const Service& service_;
  domain::PoolId pool_;
  std::span<const domain::DayChange> changes_;
  base::Instant now_;
  domain::Date today_;
};

}  // namespace temujanji::catalogue
