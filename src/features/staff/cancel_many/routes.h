#pragma once
#include "features/staff_page.h"

/// Many appointments of a day are cancelled together: choose, see the names, ask a second person.
namespace temujanji::features::cancel_many {

/// GET /{language}/staff/at/{office}/cancellations?names=: what was asked for, and the form; `names` lists
/// whose appointments one is about.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST to the same: with `step` "preview" the names are shown, with "ask" a second person is asked, with
/// "change" the form comes back.
base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::cancel_many
