#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "features/app.h"
#include "features/target.h"
#include "web/form.h"

namespace temujanji::features {

/// What of an offer's slots is asked for. Without `month` it is that of the first day with room; without
/// `day`, or where that day cannot be booked, the slots of the month's first day with room are listed.
struct SlotsView {
  std::optional<std::chrono::year_month> month;
  std::optional<domain::Date> day;
  int seats = 1;
};

/// The view that `month` ("2026-11"), `day` ("2026-11-23") and `seats` of a query or form ask for; nothing if
/// the month is none. Each may be missing. Months outside the window become its first or last, days outside
/// it are passed over, and seats are at most the service's, so that there are not many views.
std::optional<SlotsView> read_slots_view(const App& app, const Offer& offer, const web::Form& asked);

/// "?office=…&service=…&month=…&day=…&seats=…": the address of a view after /{language}/book/slots.
std::string slots_query(const Offer& offer, const SlotsView& view);

/// The month page. `error_key` is the word for what was wrong with the choice, empty if nothing was.
std::string render_slots(const App& app, const web::Request& request, const Offer& offer,
                         const SlotsView& view, std::string_view error_key = "");

/// The month page again (422) after Next came without a slot.
web::Response slots_page_without_choice(App& app, const web::Request& request, const Offer& offer,
                                        const web::Form& asked);

}  // namespace temujanji::features
