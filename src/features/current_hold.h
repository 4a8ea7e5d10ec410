#pragma once
#include <optional>
#include <string>

#include "base/task.h"
#include "features/app.h"
#include "features/target.h"
#include "web/form.h"

namespace temujanji::features {

/// The newest hold of a browser, live or ended, and what was typed under it.
struct CurrentHold {
  domain::HoldId id;
  domain::SlotId slot;
  domain::OfficeId office;
  domain::ServiceId service;
  base::Instant starts_at;
  int seats = 1;
  base::Instant created_at;
  base::Instant expires_at;
  std::optional<base::Instant> ended_at;
  /// "booked", "released", "expired", "replaced"; empty while live.
  std::string ended_by;
  std::optional<domain::AppointmentId> appointment;
  /// The fields of the form as typed; empty if nothing was.
  web::Form typed;

  bool is_live(base::Instant now) const { return !ended_at && expires_at > now; }
  bool has_typed() const { return !typed.fields().empty(); }
};

/// The keyed hash under which a browser's holds are found.
base::Digest browser_digest(const base::KeyRing& keys, std::string_view browser_token);

/// The hold of the browser that asks, or nothing if it never held a slot.
base::Task<std::optional<CurrentHold>> find_current_hold(App& app, const web::Request& request);

/// Seals typed fields for the holds of one browser.
std::string seal_typed(const base::KeyRing& keys, const base::Digest& browser, const web::Form& typed);

/// Keeps what was typed with the hold, sealed, until it is booked or some hours after it ended. False: it is
/// booked already, so nothing is kept.
struct SaveDraft {
  domain::HoldId hold;
  std::string sealed;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

/// Fills hold_banner.html: until when the slot is held. `return_to` is details, documents or check.
void add_hold_banner(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                     std::string_view return_to, web::Values& values);

/// "Your appointment" of a held slot, with links to change each part.
void add_chosen_hold(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                     web::Values& values);

/// Why a slot is not, or no longer, held.
enum class LostReason { full, expired, replaced, office_closed, outside_window, too_many, nothing_held };

/// The page that says so and shows a way on. `hold` is the browser's newest, for what was typed and the way
/// back.
web::Response lost_page(App& app, const web::Request& request, LostReason reason, const Offer* offer,
                        std::optional<base::Instant> wanted_at, int seats, bool has_typed);
/// The same for a page that needs a live hold and found `hold`.
web::Response lost_page(App& app, const web::Request& request, const std::optional<CurrentHold>& hold);

}  // namespace temujanji::features
