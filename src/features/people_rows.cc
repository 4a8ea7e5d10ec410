#include "features/people_rows.h"

#include "domain/reference.h"

namespace temujanji::features {

web::Values add_person(const App& app, const web::Request& request, const Visit& visit,
                       const appointments::Appointment& person, web::Values& list) {
  const base::LocalTime at_local = visit.office->zone.to_local(person.starts_at);
  const catalogue::Service* service = visit.catalogue->find_service(person.service);
  web::Values row = list.add("PERSON");
  row.set("ID", person.id.value).set("NAME", person.person.name);
  row.set("REFERENCE", domain::display_reference(person.reference));
  row.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
  row.set("STATUS", say(app, request, "status." + std::string(to_text(person.status))));
  row.set("WHEN", app.words.date_time(request.language, at_local));
  row.set("TIME", app.words.time(request.language, at_local));
  return row;
}

}  // namespace temujanji::features
