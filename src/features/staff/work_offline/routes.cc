#include "features/staff/work_offline/routes.h"

#include "base/assets.h"
#include "base/check.h"
#include "base/text.h"
#include "web/url.h"

namespace temujanji::features::work_offline {
namespace {

std::string packed(std::string_view path) {
  const auto asset = base::find_asset(path);
  CHECK(asset.has_value());
  return std::string(*asset);
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const domain::Date tomorrow = domain::plus_days(visit.office->zone.date_at(app.clock.now()), 1);
  const base::Digest fingerprint = base::fingerprint(app.keys.public_key());
  web::Values values;
  values.set("SHEET_URL",
             office_path(request, visit, "/day") + web::make_query({{"on", domain::to_iso(tomorrow)}}));
  values.set("CHECK_URL", office_path(request, visit, "/offline/slip-check"));
  values.set("FINGERPRINT", base::to_hex(base::bytes_of(fingerprint).substr(0, 8)));
  co_return show_staff_page(app, request, visit, "features/staff/work_offline/page.html", "offline.title",
                            values);
}

base::Task<web::Response> slip_check(App& app, const web::Request& request, const Visit& visit) {
  const base::Instant now = app.clock.now();
  web::Values values;
  values.set("STYLE", packed("static/offline.css")).set("CHECK_SCRIPT", packed("static/slip_check.js"));
  values.set("SCAN_SCRIPT", packed("static/scan.js"));
  values.set("KEY", base::to_base64url(app.keys.public_key()));
  values.set("OFFICE_NAMED", visit.office->name.in(request.language));
  values.set("OFFICE_CODE", visit.office->code).set("ZONE", visit.office->zone.name());
  values.set("MADE", app.words.date_time(request.language, visit.office->zone.to_local(now)));
  const domain::Date today = visit.office->zone.date_at(now);
  for (const catalogue::Service* service : visit.catalogue->services_of(visit.office->id, "", today)) {
    values.add("SERVICE").set("CODE", service->code).set("NAME", service->name.in(request.language));
  }
  web::Response response =
      show_page(app, request, "features/staff/work_offline/slip_check.html", "offline.check", values);
  response.set_header("Content-Disposition",
                      "attachment; filename=\"semak-slip-" + visit.office->code + ".html\"");
  co_return response;
}

}  // namespace temujanji::features::work_offline
