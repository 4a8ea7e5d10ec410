#include "features/no_offer_page.h"

#include "features/page.h"

namespace temujanji::features {
namespace {

std::string_view text_key(const catalogue::Service& service) {
  switch (service.booking) {
    case catalogue::Booking::self:
      return "no_offer.ended";
    case catalogue::Booking::assigned:
      return "choose_service.assigned_text";
    case catalogue::Booking::online_elsewhere:
      return "no_offer.online";
  }
  return "no_offer.ended";
}

}  // namespace

web::Response not_self_booked_page(const App& app, const web::Request& request,
                                   const catalogue::Service& service) {
  web::Values values;
  values.set("TITLE", service.name.in(request.language));
  values.set("TEXT", say(app, request, text_key(service)));
  if (!service.online_url.empty()) {
    web::Values link = values.add("LINK");
    link.set("URL", service.online_url).set("NAME", say(app, request, "choose_service.online_link"));
  }
  values.add("LINK")
      .set("URL", path_to(request, "/book"))
      .set("NAME", say(app, request, "choose_service.show_all"));
  return show_page(app, request, "web/components/message.html", "no_offer.title", values);
}

web::Response no_offer_page(const App& app, const web::Request& request, OfferProblem found,
                            std::string_view service_code) {
  const auto catalogue = app.live.catalogue();
  const catalogue::Service* service = catalogue->find_service(service_code);
  switch (found) {
    case OfferProblem::not_self_booked:
      if (service != nullptr) return not_self_booked_page(app, request, *service);
      break;
    case OfferProblem::office_unknown:
    case OfferProblem::service_unknown:
    case OfferProblem::not_offered:
      break;
  }
  return status_page(app, request, 404);
}

}  // namespace temujanji::features
