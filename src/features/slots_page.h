#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "features/app.h"
#include "features/target.h"
#include "web/form.h"

namespace temujanji::features {

/// What of an offer's slots is shown.
struct SlotsView {
  std::chrono::year_month month;
  /// The day whose slots are listed; nothing where no day of the month has room.
  std::optional<domain::Date> day;
  int seats = 1;
};

/// The view that `month` ("2026-11"), `day` ("2026-11-23") and `seats` of a query or form ask for; nothing if
/// the month is none. Each may be missing: the month is then the day's, or that of the first day with room;
/// the day is the month's first with room, also where the one asked for cannot be booked. Months outside the
/// window become its first or last, seats at most the service's.
std::optional<SlotsView> find_slots_view(const App& app, const Offer& offer, const web::Form& asked);

/// "?office=…&service=…&month=…&day=…&seats=…": the address of a view after /{language}/book/slots.
std::string slots_query(const Offer& offer, const SlotsView& view);

/// The month page. `error_key` is the word for what was wrong with the choice, empty if nothing was.
std::string render_slots(const App& app, const web::Request& request, const Offer& offer,
                         const SlotsView& view, std::string_view error_key = "");

/// The month page again (422) after Next came without a slot.
web::Response slots_page_without_choice(App& app, const web::Request& request, const Offer& offer,
                                        const web::Form& asked);

}  // namespace temujanji::features
