#pragma once
#include "features/staff_page.h"

/// Who was served while the counters worked without network.
namespace temujanji::features::note_attendance {

/// GET /{language}/staff/at/{office}/afterwards?on=: who had an appointment on a day and is not noted as
/// served.
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST /{language}/staff/at/{office}/afterwards: with `appointment` for each who was.
base::Task<web::Response> note(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::note_attendance
