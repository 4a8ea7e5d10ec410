#pragma once
#include <string_view>

#include "features/app.h"
#include "features/target.h"

namespace temujanji::features {

/// The page for a service that applicants do not book: it is done on a site, which is linked, the department
/// gives the date, or it has ended.
web::Response not_self_booked_page(const App& app, const web::Request& request,
                                   const catalogue::Service& service);

/// The page for an offer that is none: 404, or the one above.
web::Response no_offer_page(const App& app, const web::Request& request, OfferProblem found,
                            std::string_view service_code);

}  // namespace temujanji::features
