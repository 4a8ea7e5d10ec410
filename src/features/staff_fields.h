#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"
#include "domain/calendar.h"
#include "features/staff_page.h"
#include "web/form.h"

/// Fields that several forms of the department have.
namespace temujanji::features {

/// Field and code of each mistake.
using Mistakes = std::vector<std::pair<std::string_view, std::string_view>>;

/// Choices of a select: section CHOSEN on the one that is.
void add_choice(web::Values& values, std::string_view section, std::string_view value, std::string_view name,
                std::string_view chosen);

/// Repeats STATE (STATE_NAME) and section ABROAD, each with repeat OFFICE: NAME and what
/// `add_office` sets, for each active office that is wanted.
void add_offices_by_state(const web::Request& request, const catalogue::Catalogue& catalogue,
                          const std::function<bool(const catalogue::Office&)>& is_wanted,
                          const std::function<void(web::Values&, const catalogue::Office&)>& add_office,
                          web::Values& values);

/// Fields `from_time` and `to_time` as typed.
struct TypedPart {
  std::string from, to;
};
TypedPart part_in(const web::Form& form);
/// The part of the day, or what is wrong with it.
std::optional<domain::MinuteSpan> check_part(const TypedPart& typed, Mistakes& mistakes);
/// TYPED_FROM_TIME, TYPED_TO_TIME.
void add_part(const TypedPart& typed, web::Values& values);
/// "08:30", as the fields have it.
std::string time_value(int minute);
/// "9:00 pagi – 11:00 pagi"
std::string part_text(const App& app, const web::Request& request, domain::MinuteSpan part);

/// The usual reasons for something: their words begin with `words`, "closure_reason.".
struct UsualReasons {
  std::string_view words;
  std::span<const std::string_view> codes;
};
/// Fields `reason`, one of the usual ones or "other", and for that `reason_ms` and `reason_en`.
struct TypedReason {
  std::string chosen, ms, en;
};
TypedReason reason_in(const web::Form& form);
/// The reason in both languages. What is typed holds no person's data, for it is kept and shown.
base::Bilingual check_reason(const TypedReason& typed, const UsualReasons& usual, const base::Words& words,
                             Mistakes& mistakes);
/// TYPED_REASON, TYPED_REASON_MS, TYPED_REASON_EN; repeats REASON_CHOICE (VALUE, NAME, section CHOSEN).
void add_reason(const App& app, const web::Request& request, const TypedReason& typed,
                const UsualReasons& usual, web::Values& values);

}  // namespace temujanji::features
