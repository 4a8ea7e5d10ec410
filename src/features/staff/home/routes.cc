#include "features/staff/home/routes.h"

#include "features/staff_fields.h"

namespace temujanji::features::staff_home {

base::Task<web::Response> home(App& app, const web::Request& request, const Visit& visit) {
  web::Values values;
  values.set("ROLE", say(app, request, "role." + std::string(to_text(visit.account().role))));
  const auto works_at = [&](const catalogue::Office& office) { return visit.account().works_at(office.id); };
  const auto add_office = [&](web::Values& row, const catalogue::Office& office) {
    row.set("URL", path_to(request, "/staff/at/" + office.code + "/today"));
  };
  add_offices_by_state(request, *visit.catalogue, works_at, add_office, values);
  co_return show_staff_page(app, request, visit, "features/staff/home/page.html", "staff_home.title", values);
}

}  // namespace temujanji::features::staff_home
