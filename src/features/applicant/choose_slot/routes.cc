#include "features/applicant/choose_slot/routes.h"

#include "features/kept_page.h"
#include "features/no_offer_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "features/slots_page.h"

namespace temujanji::features::choose_slot {

web::Response choose_slot(App& app, const web::Request& request) {
  const auto asked = web::Form::parse(request.query);
  if (!asked) return status_page(app, request, 400);
  const std::string_view service = asked->value("service");
  const auto offer = find_offer(app.live, app.clock.now(), asked->value("office"), service);
  if (!offer) return no_offer_page(app, request, offer.refusal(), service);
  const std::uint64_t version = page_version(app, offer->pool);
  const auto view = read_slots_view(app, *offer, *asked);
  if (!view) return status_page(app, request, 404);
  return kept_page(app, request, slots_query(*offer, *view), version,
                   [&](const web::Request& shown) { return render_slots(app, shown, *offer, *view); });
}

}  // namespace temujanji::features::choose_slot
