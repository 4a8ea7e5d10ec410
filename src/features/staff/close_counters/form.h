#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"
#include "catalogue/closures.h"
#include "features/staff_page.h"
#include "web/form.h"

namespace temujanji::features::close_counters {

/// The form as it was typed.
struct Typed {
  std::string state;  // at headquarters: a state's code, or empty for the whole country
  std::string from, to;
  std::string extent;  // "days" or "hours"
  std::string from_time, to_time;
  std::string reason;  // one of the usual ones, or "other"
  std::string reason_ms, reason_en;
};
Typed typed_in(const web::Form& form);

/// Field and code of each mistake.
using Mistakes = std::vector<std::pair<std::string_view, std::string_view>>;

/// A closure that can be made, or what is wrong with it. `today` is the office's date, or that of whoever
/// closes a state.
struct Checked {
  catalogue::ClosurePlace place;
  domain::Closure closure;
  Mistakes mistakes;
};
Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today);

/// TYPED_FROM, TYPED_TO, TYPED_FROM_TIME, TYPED_TO_TIME, TYPED_REASON_MS, TYPED_REASON_EN, TYPED_STATE,
/// TYPED_EXTENT, TYPED_REASON; sections DAYS_CHOSEN, HOURS_CHOSEN; repeats REASON_CHOICE and STATE_CHOICE
/// (VALUE, NAME, section CHOSEN).
void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values);

}  // namespace temujanji::features::close_counters
