#pragma once
#include "features/staff_page.h"

/// Who was displaced and waits for another slot: offered the next ones, or cancelled with a reason.
namespace temujanji::features::reassign {

/// GET /{language}/staff/at/{office}/displaced; `?on=` offers slots from that date on.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST …/displaced/move: one appointment to the slot chosen.
base::Task<web::Response> move(App& app, const web::Request& request, const Visit& visit);
/// POST …/displaced/move-all: everybody to the slots that the page proposed, as long as these are free.
base::Task<web::Response> move_all(App& app, const web::Request& request, const Visit& visit);
/// POST …/displaced/cancel: one appointment, with a reason.
base::Task<web::Response> cancel(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::reassign
