#pragma once
#include <unordered_map>

#include "base/zone.h"
#include "counter/ticket.h"
#include "domain/figures.h"

namespace temujanji::reports {

/// What an office's day came to, or has come to so far.
struct DayFigures {
  /// On offer, of all services together; of slots that were withdrawn those in which somebody came or was
  /// awaited.
  std::int64_t seats = 0;
  /// Of each service that somebody came for or had booked; without seats.
  std::unordered_map<domain::ServiceId, domain::Figures> services;

  /// All services together, with seats.
  domain::Figures total() const;
  bool operator==(const DayFigures&) const = default;
};

/// Counts the day from its appointments and numbers, about a thousand rows.
DayFigures count_day(storage::Connection& connection, const counter::Day& day, const base::Zone& zone);

/// Who is where at an office on a day: numbers by what became of them.
struct Presence {
  std::int64_t arrived = 0;  // with appointment
  std::int64_t walk_ins = 0;
  std::int64_t waiting = 0;
  std::int64_t at_counters = 0;  // called or being served
  std::int64_t finished = 0;
  std::int64_t absent = 0;
  std::int64_t cancelled = 0;
  /// Since when the one who waits longest does; an early one from the appointment's time on.
  std::optional<base::Instant> waiting_since;
};
Presence count_presence(storage::Connection& connection, const counter::Day& day);

}  // namespace temujanji::reports
