#include "domain/figures.h"

#include <algorithm>
#include <utility>

namespace temujanji::domain {
namespace {

constexpr int kHalf = 50, kMost = 90;

constexpr std::array<std::pair<Measure, std::string_view>, kMeasures.size()> kNames{{
    {Measure::seats, "seats"},
    {Measure::taken, "taken"},
    {Measure::use, "use"},
    {Measure::appointments, "appointments"},
    {Measure::attended, "attended"},
    {Measure::missed, "missed"},
    {Measure::missed_rate, "missed_rate"},
    {Measure::cancelled_by_applicant, "cancelled_by_applicant"},
    {Measure::cancelled_by_department, "cancelled_by_department"},
    {Measure::cancelled_rate, "cancelled_rate"},
    {Measure::open, "open"},
    {Measure::walk_ins, "walk_ins"},
    {Measure::ahead_median, "ahead_median"},
    {Measure::ahead_most, "ahead_most"},
    {Measure::wait_median, "wait_median"},
    {Measure::wait_most, "wait_most"},
    {Measure::service_median, "service_median"},
    {Measure::service_most, "service_most"},
}};

/// Rounded to the nearest thousandth.
std::optional<std::int64_t> rate(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return (part * 2000 + whole) / (2 * whole);
}

}  // namespace

void Figures::count(Status status, int persons, int ahead) {
  switch (status) {
    case Status::attended:
      ++attended;
      break;
    case Status::missed:
      ++missed;
      break;
    case Status::booked:
    case Status::confirmed:
      ++open;
      break;
    case Status::displaced:
      ++open;
      return;
    case Status::cancelled_by_applicant:
      ++cancelled_by_applicant;
      return;
    case Status::cancelled_by_department:
      ++cancelled_by_department;
      return;
  }
  taken += persons;
  days_ahead.add(ahead);
}

Figures& Figures::operator+=(const Figures& other) {
  seats += other.seats;
  taken += other.taken;
  attended += other.attended;
  missed += other.missed;
  cancelled_by_applicant += other.cancelled_by_applicant;
  cancelled_by_department += other.cancelled_by_department;
  open += other.open;
  walk_ins += other.walk_ins;
  days_ahead += other.days_ahead;
  wait_minutes += other.wait_minutes;
  service_minutes += other.service_minutes;
  return *this;
}

std::string_view to_text(Measure measure) {
  return std::ranges::find(kNames, measure, &std::pair<Measure, std::string_view>::first)->second;
}

std::optional<Measure> parse_measure(std::string_view text) {
  const auto* found = std::ranges::find(kNames, text, &std::pair<Measure, std::string_view>::second);
  if (found == kNames.end()) return std::nullopt;
  return found->first;
}

Unit unit_of(Measure measure) {
  switch (measure) {
    case Measure::use:
    case Measure::missed_rate:
    case Measure::cancelled_rate:
      return Unit::rate;
    case Measure::ahead_median:
    case Measure::ahead_most:
      return Unit::days;
    case Measure::wait_median:
    case Measure::wait_most:
    case Measure::service_median:
    case Measure::service_most:
      return Unit::minutes;
    case Measure::seats:
    case Measure::taken:
    case Measure::appointments:
    case Measure::attended:
    case Measure::missed:
    case Measure::cancelled_by_applicant:
    case Measure::cancelled_by_department:
    case Measure::open:
    case Measure::walk_ins:
      return Unit::count;
  }
  return Unit::count;
}

bool is_of_seats(Measure measure) {
  return measure == Measure::seats || measure == Measure::use;
}

std::optional<std::int64_t> value_of(const Figures& figures, Measure measure) {
  switch (measure) {
    case Measure::seats:
      return figures.seats;
    case Measure::taken:
      return figures.taken;
    case Measure::use:
      return rate(figures.taken, figures.seats);
    case Measure::appointments:
      return figures.appointments();
    case Measure::attended:
      return figures.attended;
    case Measure::missed:
      return figures.missed;
    case Measure::missed_rate:
      return rate(figures.missed, figures.attended + figures.missed);
    case Measure::cancelled_by_applicant:
      return figures.cancelled_by_applicant;
    case Measure::cancelled_by_department:
      return figures.cancelled_by_department;
    case Measure::cancelled_rate:
      return rate(figures.cancelled_by_applicant + figures.cancelled_by_department, figures.appointments());
    case Measure::open:
      return figures.open;
    case Measure::walk_ins:
      return figures.walk_ins;
    case Measure::ahead_median:
      return figures.days_ahead.percentile(kHalf);
    case Measure::ahead_most:
      return figures.days_ahead.percentile(kMost);
    case Measure::wait_median:
      return figures.wait_minutes.percentile(kHalf);
    case Measure::wait_most:
      return figures.wait_minutes.percentile(kMost);
    case Measure::service_median:
      return figures.service_minutes.percentile(kHalf);
    case Measure::service_most:
      return figures.service_minutes.percentile(kMost);
  }
  return std::nullopt;
}

std::string display(std::optional<std::int64_t> value, Unit unit) {
  if (!value) return "–";
  std::string digits = std::to_string(unit == Unit::rate ? *value / 10 : *value);
  for (std::size_t place = digits.size(); place > 3;) digits.insert(place -= 3, 1, ',');
  return unit == Unit::rate ? digits + '.' + std::to_string(*value % 10) + '%' : digits;
}

std::string display(const Figures& figures, Measure measure) {
  return display(value_of(figures, measure), unit_of(measure));
}

}  // namespace temujanji::domain
