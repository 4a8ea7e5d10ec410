#include "features/applicant/choose_service/office_page.h"

#include "features/kept_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "web/url.h"

namespace temujanji::features::choose_service {
namespace {

/// An office and a division. Keeps the catalogue it points into alive.
struct Place {
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  const catalogue::Office* office;
  const catalogue::Division* division;
};

void add_self(const App& app, const web::Request& request, const Place& place,
              const catalogue::Service& service, web::Values& row) {
  web::Values self = row.add("SELF");
  self.set("URL", path_to(request, "/book/slots") +
                      web::make_query({{"office", place.office->code}, {"service", service.code}}));
  const auto* offering = place.catalogue->find_offering(place.office->id, service.id);
  const catalogue::Availability there(app.live.board(), *place.office, service, offering->pool,
                                      app.clock.now());
  const auto first = there.earliest(1);
  if (!first) {
    self.show("NO_FREE");
    return;
  }
  const domain::Date on = place.office->zone.date_at(first->starts_at);
  self.add("FREE").set("NEXT_DAY", app.words.date(request.language, on));
}

void add_service(const App& app, const web::Request& request, const Place& place,
                 const catalogue::Service& service, web::Values& values) {
  web::Values row = values.add("SERVICE");
  row.set("NAME", service.name.in(request.language)).set("SUMMARY", service.summary.in(request.language));
  switch (service.booking) {
    case catalogue::Booking::self:
      return add_self(app, request, place, service, row);
    case catalogue::Booking::online_elsewhere:
      row.add("ONLINE").set("ONLINE_URL", service.online_url);
      return;
    case catalogue::Booking::assigned:
      row.show("ASSIGNED");
      return;
  }
}

std::string render(const App& app, const web::Request& request, const Place& place) {
  const std::string offices =
      path_to(request, "/book/offices") + web::make_query({{"division", place.division->code}});
  web::Values values;
  values.set("BACK_URL", offices);
  values.set("OFFICE_NAME", place.office->name.in(request.language));
  values.set("DIVISION_NAME", place.division->name.in(request.language));
  add_chosen(values, "CHOSEN_DIVISION", place.division->name.in(request.language), path_to(request, "/book"));
  add_chosen_office(values, request, *place.office, offices);
  const domain::Date today = place.office->zone.date_at(app.clock.now());
  const auto services = place.catalogue->services_of(place.office->id, place.division->code, today);
  for (const catalogue::Service* service : services) add_service(app, request, place, *service, values);
  values.show(services.empty() ? "FOUND_NONE" : "FOUND");
  return render_page(app, request, "features/applicant/choose_service/office_page.html",
                     "choose_service.office_title", values);
}

}  // namespace

web::Response office_page(App& app, const web::Request& request, const web::Form& asked) {
  const std::uint64_t version = page_version(app);
  Place place{app.live.catalogue(), nullptr, nullptr};
  place.office = place.catalogue->find_office(asked.value("office"));
  place.division = place.catalogue->find_division(asked.value("division"));
  if (place.office == nullptr || !place.office->active || place.division == nullptr)
    return status_page(app, request, 404);
  const std::string query =
      web::make_query({{"office", place.office->code}, {"division", place.division->code}});
  return kept_page(app, request, query, version,
                   [&](const web::Request& shown) { return render(app, shown, place); });
}

}  // namespace temujanji::features::choose_service
