#include "features/staff/home/routes.h"

namespace temujanji::features::staff_home {

base::Task<web::Response> home(App& app, const web::Request& request, const Visit& visit) {
  web::Values values;
  values.set("ROLE", say(app, request, "role." + std::string(to_text(visit.account().role))));
  for (const catalogue::State& state : visit.catalogue->states()) {
    std::optional<web::Values> group;
    for (const catalogue::Office& office : visit.catalogue->offices()) {
      if (!office.active || office.state != state.code || !visit.account().works_at(office.id)) continue;
      if (!group) {
        group = values.add("STATE");
        group->set("STATE_NAME", state.name.in(request.language));
      }
      web::Values row = group->add("OFFICE");
      row.set("NAME", office.name.in(request.language));
      row.set("URL", path_to(request, "/staff/at/" + office.code + "/today"));
    }
  }
  std::optional<web::Values> abroad;
  for (const catalogue::Office& office : visit.catalogue->offices()) {
    if (!office.active || !office.state.empty() || !visit.account().works_at(office.id)) continue;
    if (!abroad) abroad = values.add("ABROAD");
    web::Values row = abroad->add("OFFICE");
    row.set("NAME", office.name.in(request.language));
    row.set("URL", path_to(request, "/staff/at/" + office.code + "/today"));
  }
  co_return show_staff_page(app, request, visit, "features/staff/home/page.html", "staff_home.title", values);
}

}  // namespace temujanji::features::staff_home
