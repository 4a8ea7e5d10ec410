#pragma once
#include <string>
#include <vector>

#include "appointments/displace.h"
#include "features/staff_fields.h"

namespace temujanji::features::cancel_many {

/// The form as it was typed.
struct Typed {
  std::string on;
  std::string pool;    // a code; empty: all
  std::string extent;  // "day" or "hours"
  TypedPart part;
  TypedReason reason;
  /// Ids of appointments that are left out.
  std::vector<std::string> kept;
};
Typed typed_in(const web::Form& form);

/// What can be asked for, or what is wrong with it.
struct Checked {
  domain::Date on{};
  const catalogue::Pool* pool = nullptr;  // null: all
  std::optional<domain::MinuteSpan> part;
  base::Bilingual reason;
  Mistakes mistakes;
};
Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today);

/// Whose appointments these are, with those that are left out, by time.
std::vector<appointments::Affected> list_candidates(storage::Connection& connection, const Visit& visit,
                                                    const Checked& checked, base::Instant now);
/// Tells one list of people from another.
std::string fingerprint(const std::vector<appointments::Affected>& candidates);
bool is_kept(const Typed& typed, domain::AppointmentId id);

/// TYPED_ON, TYPED_POOL, TYPED_EXTENT and what `add_part` and `add_reason` give; sections DAY_CHOSEN,
/// HOURS_CHOSEN; repeat POOL_CHOICE.
void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values);

}  // namespace temujanji::features::cancel_many
