#pragma once
#include <string>

#include "catalogue/catalogue.h"
#include "domain/calendar.h"
#include "features/staff_fields.h"

namespace temujanji::features::change_day {

/// Furthest date that can be changed, in days from today.
inline constexpr int kDaysAheadMax = 366;
inline constexpr int kSeatsMax = 1000;

/// The form as it was typed.
struct Typed {
  std::string pool, on;
  std::string kind;  // "extra" or "seats"
  TypedPart part;
  std::string seats;
  TypedReason reason;
};
Typed typed_in(const web::Form& form);
/// What the form holds before anything is typed: other seats where the pool serves on the date, extra hours
/// like those of the last day it served where it does not.
Typed suggestion(const catalogue::Office& office, const catalogue::Pool& pool, domain::Date on);

/// A change that can be made, or what is wrong with it.
struct Checked {
  domain::DayChange change;
  base::Bilingual reason;
  Mistakes mistakes;
};
Checked check(const Typed& typed, const base::Words& words, domain::Date today);

/// TYPED_KIND, TYPED_SEATS and what `add_part` and `add_reason` give; sections EXTRA_CHOSEN, SEATS_CHOSEN.
void add_typed(const App& app, const web::Request& request, const Typed& typed, web::Values& values);

}  // namespace temujanji::features::change_day
