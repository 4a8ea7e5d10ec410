#include "domain/queue.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <tuple>

#include "base/check.h"
#include "base/text.h"

namespace temujanji::domain {
namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<TicketState, 6> kStateNames{{{TicketState::waiting, "waiting"},
                                             {TicketState::called, "called"},
                                             {TicketState::serving, "serving"},
                                             {TicketState::finished, "finished"},
                                             {TicketState::absent, "absent"},
                                             {TicketState::cancelled, "cancelled"}}};
constexpr Names<Arrival, 3> kArrivalNames{
    {{Arrival::early, "early"}, {Arrival::on_time, "on_time"}, {Arrival::late, "late"}}};
constexpr Names<Priority, 4> kPriorityNames{{{Priority::none, "none"},
                                             {Priority::disabled, "disabled"},
                                             {Priority::elderly, "elderly"},
                                             {Priority::pregnant, "pregnant"}}};
constexpr Names<Lane, 3> kLaneNames{
    {{Lane::priority, "priority"}, {Lane::appointment, "appointment"}, {Lane::open, "open"}}};

template <class E, std::size_t N>
std::string_view name_of(const Names<E, N>& names, E value) {
  const auto* found = std::ranges::find(names, value, &std::pair<E, std::string_view>::first);
  CHECK(found != names.end());
  return found->second;
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, std::string_view text) {
  const auto* found = std::ranges::find(names, text, &std::pair<E, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

/// The three lanes, each in order, and how many of them were called in a row.
class Lanes {
 public:
  Lanes(std::span<const Waiting> waiting, std::span<const Lane> recent) : waiting_(waiting) {
    for (auto lane = recent.rbegin(); lane != recent.rend(); ++lane) note(*lane);
  }

  /// `places` in the order of their turns.
  void fill(std::span<const std::size_t> places) {
    for (const std::size_t place : places) of(waiting_[place].lane).push_back(place);
  }
  bool empty() const {
    return std::ranges::all_of(lanes_, [](const auto& lane) { return lane.empty(); });
  }
  std::size_t take() {
    const Lane lane = next_lane();
    note(lane);
    const std::size_t place = of(lane).front();
    of(lane).pop_front();
    return place;
  }

 private:
  std::deque<std::size_t>& of(Lane lane) { return lanes_[static_cast<std::size_t>(lane)]; }

  Lane next_lane() {
    const bool others = !of(Lane::appointment).empty() || !of(Lane::open).empty();
    if (!of(Lane::priority).empty() && (!others || priority_run_ < kPriorityInRow)) return Lane::priority;
    if (of(Lane::open).empty()) return Lane::appointment;
    if (of(Lane::appointment).empty()) return Lane::open;
    return appointment_run_ < kAppointmentsInRow ? Lane::appointment : Lane::open;
  }

  void note(Lane lane) {
    priority_run_ = lane == Lane::priority ? priority_run_ + 1 : 0;
    if (lane == Lane::appointment) ++appointment_run_;
    if (lane == Lane::open) appointment_run_ = 0;
  }

  std::span<const Waiting> waiting_;
  std::array<std::deque<std::size_t>, 3> lanes_;
  int priority_run_ = 0;
  int appointment_run_ = 0;
};

bool is_ascii_alnum(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// `text` trimmed and in upper case if it is 1 to `most` letters, digits and characters of `also`.
std::optional<std::string> plain_code(std::string_view text, std::size_t most, std::string_view also) {
  std::string code(base::trim(text));
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!is_ascii_alnum(c) && also.find(c) == also.npos) return std::nullopt;
  }
  if (code.empty() || code.size() > most) return std::nullopt;
  return code;
}

constexpr double kMinutesOfPrior = 60;
/// Who forgot to press "finish" must not make the whole office slow.
constexpr double kSlowestCounted = 4;
constexpr double kRoundedTo = 5;

}  // namespace

std::string_view to_text(TicketState state) {
  return name_of(kStateNames, state);
}
std::optional<TicketState> parse_ticket_state(std::string_view text) {
  return value_of(kStateNames, text);
}
std::string_view to_text(Arrival arrival) {
  return name_of(kArrivalNames, arrival);
}
std::optional<Arrival> parse_arrival(std::string_view text) {
  return value_of(kArrivalNames, text);
}
std::string_view to_text(Priority priority) {
  return name_of(kPriorityNames, priority);
}
std::optional<Priority> parse_priority(std::string_view text) {
  return value_of(kPriorityNames, text);
}
std::string_view to_text(Lane lane) {
  return name_of(kLaneNames, lane);
}
std::optional<Lane> parse_lane(std::string_view text) {
  return value_of(kLaneNames, text);
}

bool is_open(TicketState state) {
  return state == TicketState::waiting || state == TicketState::called || state == TicketState::serving;
}

std::optional<TicketState> after(TicketState state, TicketAction action) {
  using State = TicketState;
  const auto from = [&](std::initializer_list<State> states, State to) {
    return std::ranges::find(states, state) == states.end() ? std::nullopt : std::optional(to);
  };
  switch (action) {
    case TicketAction::call:
      return from({State::waiting}, State::called);
    case TicketAction::recall:
      return from({State::called}, State::called);
    case TicketAction::start:
      return from({State::called}, State::serving);
    case TicketAction::transfer:
      return from({State::waiting, State::called, State::serving}, State::waiting);
    case TicketAction::finish:
      return from({State::serving}, State::finished);
    case TicketAction::mark_absent:
      return from({State::called}, State::absent);
    case TicketAction::put_back:
      return from({State::absent}, State::waiting);
    case TicketAction::cancel:
      return from({State::waiting, State::called, State::absent}, State::cancelled);
  }
  CHECK(false);
}

Arrival classify_arrival(base::Instant starts_at, base::Instant now, const ArrivalRule& rule) {
  if (now < starts_at - rule.early) return Arrival::early;
  return now <= starts_at + rule.late ? Arrival::on_time : Arrival::late;
}

Lane lane_on_arrival(Priority priority, std::optional<Arrival> arrival) {
  if (priority != Priority::none) return Lane::priority;
  return arrival && *arrival != Arrival::late ? Lane::appointment : Lane::open;
}

Lane lane_on_return(Priority priority) {
  return priority != Priority::none ? Lane::priority : Lane::open;
}

std::vector<std::size_t> calling_order(std::span<const Waiting> waiting, std::span<const Lane> recent,
                                       base::Instant now, std::chrono::minutes early) {
  std::vector<std::size_t> places(waiting.size());
  for (std::size_t place = 0; place < places.size(); ++place) places[place] = place;
  std::ranges::sort(places, {}, [&](std::size_t place) {
    return std::tuple(waiting[place].turn_at, waiting[place].number, place);
  });
  const auto ripe = static_cast<std::size_t>(std::ranges::count_if(
      places, [&](std::size_t place) { return waiting[place].turn_at <= now + early; }));
  Lanes lanes(waiting, recent.first(std::min(recent.size(), kRecentCalls)));
  std::vector<std::size_t> order;
  order.reserve(places.size());
  const std::span all(places);
  for (const std::span part : {all.first(ripe), all.subspan(ripe)}) {
    lanes.fill(part);
    while (!lanes.empty()) order.push_back(lanes.take());
  }
  return order;
}

double pace_of(std::span<const ServiceTime> recent) {
  double planned = kMinutesOfPrior;
  double minutes = kMinutesOfPrior;
  for (const ServiceTime& time : recent) {
    planned += time.planned_minutes;
    minutes += std::clamp(time.minutes, 0.0, kSlowestCounted * time.planned_minutes);
  }
  return minutes / planned;
}

std::optional<WaitRange> estimate_wait(const WaitFacts& facts) {
  if (facts.counters <= 0) return std::nullopt;
  const double ahead = facts.planned_minutes_ahead * facts.pace / facts.counters;
  const double until_free = facts.planned_minutes_until_free * facts.pace / facts.counters;
  const double spread = facts.ahead > 0 ? ahead / std::sqrt(facts.ahead) : 0;
  return WaitRange{static_cast<int>(std::floor((ahead - spread) / kRoundedTo) * kRoundedTo),
                   static_cast<int>(std::ceil((ahead + until_free + spread) / kRoundedTo) * kRoundedTo)};
}

std::optional<std::string> parse_receipt(std::string_view text) {
  constexpr std::size_t kMost = 32;
  auto receipt = plain_code(text, kMost, "-/");
  if (receipt == "CASH" || receipt == "TUNAI") return std::nullopt;
  return receipt;
}

std::optional<std::string> parse_counter_name(std::string_view text) {
  constexpr std::size_t kMost = 12;
  return plain_code(text, kMost, " -");
}

std::string ticket_label(std::size_t pool_place, int number) {
  constexpr std::size_t kLetters = 26;
  constexpr std::size_t kDigits = 3;
  std::string letters;
  for (std::size_t rest = pool_place + 1; rest > 0; rest = (rest - 1) / kLetters) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % kLetters));
  }
  std::string digits = std::to_string(number);
  if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
  return letters + digits;
}

}  // namespace temujanji::domain
