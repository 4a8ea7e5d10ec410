#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/life_cycle.h"
#include "domain/spread.h"

namespace temujanji::domain {

/// What one or more days of offices came to, in numbers; no persons. Those of several days, services or
/// offices are added.
struct Figures {
  /// Seats on offer. Services share them, so those of one service have none.
  std::int64_t seats = 0;
  /// Seats of appointments that were neither cancelled nor displaced.
  std::int64_t taken = 0;
  /// Appointments by what became of them; each counts at the time for which it was last booked.
  std::int64_t attended = 0;
  std::int64_t missed = 0;
  std::int64_t cancelled_by_applicant = 0;
  std::int64_t cancelled_by_department = 0;
  /// Booked, confirmed or displaced.
  std::int64_t open = 0;
  /// Served without an appointment.
  std::int64_t walk_ins = 0;
  /// From the date of the booking to that of the appointment, of the appointments that take seats.
  Spread days_ahead;
  /// From the arrival, or the appointment's time if that is later, to the first call.
  Spread wait_minutes;
  /// At the counters, from start to finish; without the wait between two counters.
  Spread service_minutes;

  std::int64_t appointments() const {
    return attended + missed + cancelled_by_applicant + cancelled_by_department + open;
  }
  /// Counts one appointment for so many persons, booked so many days ahead.
  void count(Status status, int persons, int ahead);
  Figures& operator+=(const Figures& other);
  bool operator==(const Figures&) const = default;
};

/// What reports say of figures; the names are columns of tables and files, and keys of words.
enum class Measure {
  seats,
  taken,
  use,  // taken of seats
  appointments,
  attended,
  missed,
  missed_rate,  // missed of attended and missed
  cancelled_by_applicant,
  cancelled_by_department,
  cancelled_rate,  // cancelled by either side of all appointments
  open,
  walk_ins,
  ahead_median,
  ahead_most,  // nine in ten have no more
  wait_median,
  wait_most,
  service_median,
  service_most,
};
inline constexpr std::array kMeasures{Measure::seats,
                                      Measure::taken,
                                      Measure::use,
                                      Measure::appointments,
                                      Measure::attended,
                                      Measure::missed,
                                      Measure::missed_rate,
                                      Measure::cancelled_by_applicant,
                                      Measure::cancelled_by_department,
                                      Measure::cancelled_rate,
                                      Measure::open,
                                      Measure::walk_ins,
                                      Measure::ahead_median,
                                      Measure::ahead_most,
                                      Measure::wait_median,
                                      Measure::wait_most,
                                      Measure::service_median,
                                      Measure::service_most};
std::string_view to_text(Measure measure);
std::optional<Measure> parse_measure(std::string_view text);

/// In what a measure is told: a rate in thousandths.
enum class Unit { count, rate, days, minutes };
Unit unit_of(Measure measure);

/// Whether it is about seats, which services share.
bool is_of_seats(Measure measure);

/// Nothing where there is nothing to tell it of: no seats, nobody who waited.
std::optional<std::int64_t> value_of(const Figures& figures, Measure measure);

/// "1,234"; of a rate "12.5%"; "–" for nothing. The same in both languages.
std::string display(std::optional<std::int64_t> value, Unit unit);
std::string display(const Figures& figures, Measure measure);

}  // namespace temujanji::domain
