#pragma once
#include <string>

#include "catalogue/closures.h"
#include "features/staff_fields.h"

namespace temujanji::features::close_counters {

/// The form as it was typed.
struct Typed {
  std::string state;  // at headquarters: a state's code, or empty for the whole country
  std::string from, to;
  std::string extent;  // "days" or "hours"
  TypedPart part;
  TypedReason reason;
};
Typed typed_in(const web::Form& form);

/// A closure that can be made, or what is wrong with it. `today` is the office's date, or that of whoever
/// closes a state.
struct Checked {
  catalogue::ClosurePlace place;
  domain::Closure closure;
  Mistakes mistakes;
};
Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today);

/// TYPED_FROM, TYPED_TO, TYPED_STATE, TYPED_EXTENT and what `add_part` and `add_reason` give; sections
/// DAYS_CHOSEN, HOURS_CHOSEN; repeats STATE_CHOICE (VALUE, NAME, section CHOSEN).
void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values);

}  // namespace temujanji::features::close_counters
