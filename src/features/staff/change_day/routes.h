#pragma once
#include "features/staff_page.h"

/// A month of seats of one pool, the slots of a day, and what an office changes for a day: extra hours or
/// other seats; see, preview, save, undo.
namespace temujanji::features::change_day {

/// GET /{language}/staff/at/{office}/calendar?pool=&month=&on=
base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit);
/// POST …/calendar/change: with `step` "preview" the effect is shown, with "save" it is done, with "change"
/// the form comes back.
base::Task<web::Response> change(App& app, const web::Request& request, const Visit& visit);
/// POST …/calendar/undo: the effect is shown, and with `sure` it is done.
base::Task<web::Response> undo(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::change_day
