#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

/// The wait at an office: numbers, whose turn it is, how long it may take.
namespace temujanji::domain {

/// Where a number stands. The names are those of the column `ticket.state`.
enum class TicketState {
  waiting,
  called,
  serving,
  finished,
  /// Was called and did not come.
  absent,
  /// The person will not be served: too late, or the day ended.
  cancelled,
};
inline constexpr std::array kTicketStates{TicketState::waiting,  TicketState::called, TicketState::serving,
                                          TicketState::finished, TicketState::absent, TicketState::cancelled};
std::string_view to_text(TicketState state);
std::optional<TicketState> parse_ticket_state(std::string_view text);

/// Whether it still needs somebody: waiting, called or serving.
bool is_open(TicketState state);

/// What is done to a number.
enum class TicketAction { call, recall, start, transfer, finish, mark_absent, put_back, cancel };
inline constexpr std::array kTicketActions{
    TicketAction::call,   TicketAction::recall,      TicketAction::start,    TicketAction::transfer,
    TicketAction::finish, TicketAction::mark_absent, TicketAction::put_back, TicketAction::cancel};

/// The state an action leads to, or nothing where it cannot be done:
/// waiting –call→ called –recall→ called –start→ serving –finish→ finished;
/// called –mark_absent→ absent –put_back→ waiting; waiting, called, serving –transfer→ waiting;
/// waiting, called, absent –cancel→ cancelled.
std::optional<TicketState> after(TicketState state, TicketAction action);

/// When a person came, compared with the appointment's start.
enum class Arrival { early, on_time, late };
std::string_view to_text(Arrival arrival);
std::optional<Arrival> parse_arrival(std::string_view text);

/// An office's own rule for arrivals. Term 4 asks to be there half an hour before; who comes within an hour
/// is on time, and who comes after the start is late and may be cancelled.
struct ArrivalRule {
  /// Early is more than so long before the start.
  std::chrono::minutes early{60};
  /// Late is more than so long after the start.
  std::chrono::minutes late{0};
};
Arrival classify_arrival(base::Instant starts_at, base::Instant now, const ArrivalRule& rule);

/// Why somebody goes first; the officer sees it and says so.
enum class Priority {
  none,
  disabled,  // OKU, orang kurang upaya
  elderly,   // 60 years and more
  pregnant,
};
inline constexpr std::array kPriorities{Priority::none, Priority::disabled, Priority::elderly,
                                        Priority::pregnant};
std::string_view to_text(Priority priority);
std::optional<Priority> parse_priority(std::string_view text);

/// The three queues of a pool.
enum class Lane {
  /// Everybody with a priority, with and without an appointment.
  priority,
  /// Who came in time for an appointment.
  appointment,
  /// Who has no appointment, came late, or was called and came back.
  open,
};
std::string_view to_text(Lane lane);
std::optional<Lane> parse_lane(std::string_view text);

/// Where a person queues who now arrives; nothing as `arrival` is a walk-in.
Lane lane_on_arrival(Priority priority, std::optional<Arrival> arrival);
/// Where one queues who was called, was not there, and came back: behind those of the open lane; a priority
/// stays.
Lane lane_on_return(Priority priority);

/// Somebody who waits, as far as the order matters.
struct Waiting {
  Lane lane;
  /// The turn is counted from here: the start of the appointment for who came in time, the arrival for all
  /// others, the return for who came back. A transfer keeps it.
  base::Instant turn_at;
  /// Decides between equal times; numbers are given in order of arrival.
  int number;
};

/// So many of the priority lane are called in a row while somebody of another lane waits.
inline constexpr int kPriorityInRow = 2;
/// So many of the appointment lane are called after each other while somebody of the open lane waits.
inline constexpr int kAppointmentsInRow = 3;
/// So many calls back decide whose turn it is.
inline constexpr std::size_t kRecentCalls{(kPriorityInRow + 1) * kAppointmentsInRow};

/// The order in which those who wait will be called, as places in `waiting`. `recent` are the lanes of the
/// last calls, the latest first. Of each lane the earliest turn comes first. The priority lane is called
/// first, but after `kPriorityInRow` in a row one of another lane; among those the appointment lane first,
/// but after `kAppointmentsInRow` one of the open lane. So whoever heads a lane is called within
/// (kPriorityInRow + 1) * (kAppointmentsInRow + 1) calls, and nobody waits for ever. Who came early, whose
/// turn is more than `early` from now, stands behind all others until then.
std::vector<std::size_t> calling_order(std::span<const Waiting> waiting, std::span<const Lane> recent,
                                       base::Instant now, std::chrono::minutes early);

/// How fast a pool is: its recent services' minutes over the minutes that were planned for them. An hour that
/// went as planned is mixed in, so that one slow person does not double everybody's wait.
struct ServiceTime {
  double planned_minutes;
  double minutes;
};
double pace_of(std::span<const ServiceTime> recent);

/// What a wait is estimated from.
struct WaitFacts {
  /// How many are called before, and the minutes planned for them all.
  int ahead = 0;
  double planned_minutes_ahead = 0;
  /// Open counters; one that serves several pools counts as a part.
  double counters = 0;
  double pace = 1;
  /// Until some counter is free, as planned; 0 if one is free now.
  double planned_minutes_until_free = 0;
};

/// A wait in minutes, both ends rounded outwards to five.
struct WaitRange {
  int low;
  int high;
  bool operator==(const WaitRange&) const = default;
};

/// Nothing while no counter is open: then nobody knows. Else, with W the planned minutes ahead times the pace
/// over the counters, and F the same for the time until one is free: from W - s to W + F + s, where s, the
/// spread of a sum of times that vary as much as they are long, is W / sqrt(ahead).
std::optional<WaitRange> estimate_wait(const WaitFacts& facts);

/// What a machine for cards printed: 1 to 32 letters, digits, '-' and '/', in upper case. Nothing for
/// anything else, and for the words cash and tunai: only cards are taken (term 9).
std::optional<std::string> parse_receipt(std::string_view text);

/// What a counter is called: 1 to 12 letters, digits, spaces and '-', trimmed and in upper case.
std::optional<std::string> parse_counter_name(std::string_view text);

/// A number as people see and hear it: "B017" is the 17th of the office's second pool (`pool_place` 1).
std::string ticket_label(std::size_t pool_place, int number);

}  // namespace temujanji::domain
