#pragma once
#include "features/staff_page.h"

/// Day sheets as a file: asked for with a reason, approved by somebody else, then downloaded by the asker,
/// once and while the line may have broken.
namespace temujanji::features::export_days {

/// GET /{language}/staff/at/{office}/export
base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit);
/// POST to the same: asks a second person.
base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit);
/// POST …/export/download
base::Task<web::Response> download(App& app, const web::Request& request, const Visit& visit);

}  // namespace temujanji::features::export_days
