#include "features/counter_page.h"

#include "base/text.h"
#include "features/staff_fields.h"

namespace temujanji::features {

counter::Day today_at(const App& app, const Visit& visit) {
  return counter::day_at(visit.office->id, visit.office->zone, app.clock.now());
}

void add_ticket(const App& app, const web::Request& request, const Visit& visit,
                const counter::Ticket& ticket, web::Values& values) {
  const catalogue::Service* service = visit.catalogue->find_service(ticket.service);
  const catalogue::Pool* pool = visit.catalogue->find_pool(ticket.pool);
  const std::string_view state = to_text(ticket.state);
  values.set("TICKET", ticket.id.value).set("VERSION", ticket.version);
  values.set("LABEL", label_of(*visit.catalogue, ticket));
  values.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
  values.set("POOL", pool == nullptr ? "" : pool->name.in(request.language));
  values.set("STATE", say(app, request, "ticket." + std::string(state)));
  values.set("ISSUED", app.words.time(request.language, visit.office->zone.to_local(ticket.issued_at)));
  values.set("COUNTER", ticket.counter);
  values.show("IS_" + base::to_upper(state));
  if (ticket.persons > 1) values.add("GROUP").set("PERSONS", ticket.persons);
  if (ticket.priority != domain::Priority::none) {
    values.add("PRIORITY")
        .set("TEXT", say(app, request, "priority." + std::string(to_text(ticket.priority))));
  }
  const std::string arrival = ticket.arrival ? std::string(to_text(*ticket.arrival)) : "walk_in";
  values.add("ARRIVAL").set("TEXT", say(app, request, "arrival." + arrival));
}

void add_priorities(const App& app, const web::Request& request, web::Values& values,
                    domain::Priority chosen) {
  for (const domain::Priority priority : domain::kPriorities) {
    add_choice(values, "PRIORITY_CHOICE", to_text(priority),
               say(app, request, "priority." + std::string(to_text(priority))), to_text(chosen));
  }
}

std::string day_sheet_on(domain::Date on) {
  return "day sheet " + domain::to_iso(on);
}

audit::Append look_at(const Visit& visit, std::string subject, std::string detail) {
  return {{visit.account().actor(), "looked", std::move(subject),
           visit.office == nullptr ? 0 : visit.office->id.value, std::move(detail)}};
}

}  // namespace temujanji::features
