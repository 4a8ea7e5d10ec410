#include "features/applicant/choose_office/routes.h"

#include <algorithm>
#include <map>

#include "domain/country.h"
#include "features/kept_page.h"
#include "features/no_offer_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "features/today.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::choose_office {
namespace {

/// Stands for the offices that are in no state, in the address.
constexpr std::string_view kAbroad = "abroad";

/// A service or a division, and perhaps a state. Keeps the catalogue it points into alive.
struct Asked {
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  const catalogue::Service* service = nullptr;
  const catalogue::Division* division = nullptr;
  std::string state;

  std::string query(std::string_view of_state) const {
    return web::make_query({{"service", service != nullptr ? service->code : ""},
                            {"division", division != nullptr ? division->code : ""},
                            {"state", of_state}});
  }
};

/// An office and when it has room first.
struct Row {
  const catalogue::Office* office;
  std::optional<base::Instant> first_at;
  std::int64_t free_in_14_days = 0;
};

std::string_view state_code(const catalogue::Office& office) {
  return office.state.empty() ? kAbroad : std::string_view(office.state);
}

/// The services asked for that applicants may book at the office.
std::vector<const catalogue::Service*> bookable_services(const App& app, const Asked& asked,
                                                         const catalogue::Office& office) {
  const domain::Date today = office.zone.date_at(app.clock.now());
  if (asked.service != nullptr) return {asked.service};
  auto services = asked.catalogue->services_of(office.id, asked.division->code, today);
  std::erase_if(services, [](const auto* service) { return service->booking != catalogue::Booking::self; });
  return services;
}

/// Services that share counters share their seats: those of one pool are counted once.
Row look_at(const App& app, const Asked& asked, const catalogue::Office& office,
            const std::vector<const catalogue::Service*>& services) {
  Row row{&office, std::nullopt};
  std::map<std::int64_t, std::int64_t> free_by_pool;
  for (const catalogue::Service* service : services) {
    const domain::PoolId pool = asked.catalogue->find_offering(office.id, service->id)->pool;
    const catalogue::Availability there(app.live.board(), office, *service, pool, app.clock.now());
    const auto first = there.earliest(1);
    if (first && (!row.first_at || first->starts_at < *row.first_at)) row.first_at = first->starts_at;
    std::int64_t& free = free_by_pool[pool.value];
    free = std::max(free, there.free_in_next_14_days());
  }
  for (const auto& [pool, free] : free_by_pool) row.free_in_14_days += free;
  return row;
}

/// All offices where it can be booked, in the order of the catalogue.
std::vector<const catalogue::Office*> list_offices(const App& app, const Asked& asked) {
  if (asked.service != nullptr) return asked.catalogue->offices_offering(asked.service->id);
  std::vector<const catalogue::Office*> offices;
  for (const catalogue::Office& office : asked.catalogue->offices()) {
    if (office.active && !bookable_services(app, asked, office).empty()) offices.push_back(&office);
  }
  return offices;
}

/// Those of the state asked for, the soonest first and those without room last.
std::vector<Row> list_rows(const App& app, const Asked& asked,
                           const std::vector<const catalogue::Office*>& offices) {
  std::vector<Row> rows;
  for (const catalogue::Office* office : offices) {
    if (!asked.state.empty() && state_code(*office) != asked.state) continue;
    rows.push_back(look_at(app, asked, *office, bookable_services(app, asked, *office)));
  }
  std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
    if (!a.first_at || !b.first_at) return a.first_at.has_value() && !b.first_at;
    return *a.first_at < *b.first_at;
  });
  return rows;
}

std::string state_name(const web::Request& request, const Asked& asked, const catalogue::Office& office) {
  if (const catalogue::State* state = asked.catalogue->find_state(office.state))
    return state->name.in(request.language);
  const auto code = domain::parse_country(office.country);
  const domain::Country* country = code ? domain::find_country(*code) : nullptr;
  return country != nullptr ? std::string(country->name(request.language)) : office.country;
}

std::string url_of(const web::Request& request, const Asked& asked, const catalogue::Office& office) {
  if (asked.service != nullptr) {
    return path_to(request, "/book/slots") +
           web::make_query({{"office", office.code}, {"service", asked.service->code}});
  }
  return path_to(request, "/book") +
         web::make_query({{"office", office.code}, {"division", asked.division->code}});
}

void add_states(const App& app, const web::Request& request, const Asked& asked,
                const std::vector<const catalogue::Office*>& offices, web::Values& values) {
  const auto add = [&](std::string_view code, std::string_view name) {
    web::Values option = values.add("STATE_OPTION");
    option.set("CODE", code).set("NAME", name).show_if(code == asked.state, "SELECTED");
  };
  const auto has_office = [&](std::string_view code) {
    return std::ranges::any_of(offices, [&](const auto* office) { return state_code(*office) == code; });
  };
  add("", say(app, request, "choose_office.all_states"));
  for (const catalogue::State& state : asked.catalogue->states()) {
    if (has_office(state.code)) add(state.code, state.name.in(request.language));
  }
  if (has_office(kAbroad)) add(kAbroad, say(app, request, "choose_office.abroad"));
}

void add_row(const App& app, const web::Request& request, const Asked& asked, const Row& row,
             web::Values& values) {
  const catalogue::Office& office = *row.office;
  web::Values shown = values.add("OFFICE");
  shown.set("NAME", office.name.in(request.language))
      .set("DISTRICT", office.district.empty() ? office.city : office.district);
  shown.set("STATE_NAME", state_name(request, asked, office)).set("URL", url_of(request, asked, office));
  if (!row.first_at) {
    shown.show("NO_FREE");
    return;
  }
  web::Values free = shown.add("FREE");
  free.set("NEXT_DAY", app.words.date(request.language, office.zone.date_at(*row.first_at)));
  free.set("FREE_14", row.free_in_14_days);
}

void add_first(const App& app, const web::Request& request, const Asked& asked, const Row& row,
               web::Values& values) {
  if (!row.first_at) return;
  web::Values first = values.add("FIRST");
  first.set("NAME", row.office->name.in(request.language)).set("URL", url_of(request, asked, *row.office));
  first.set("WHEN", app.words.date_time(request.language, row.office->zone.to_local(*row.first_at)));
}

void add_choice_so_far(const web::Request& request, const Asked& asked, web::Values& values) {
  const std::string services = path_to(request, "/book");
  values.set("BACK_URL", services);
  values.set("SERVICE_CODE", asked.service != nullptr ? asked.service->code : "");
  values.set("DIVISION_CODE", asked.division != nullptr ? asked.division->code : "");
  if (asked.service == nullptr)
    return add_chosen(values, "CHOSEN_DIVISION", asked.division->name.in(request.language), services);
  add_chosen(values, "CHOSEN_SERVICE", asked.service->name.in(request.language), services);
  const std::string& audience = asked.service->audience.in(request.language);
  if (!audience.empty()) values.add("AUDIENCE_NOTE").set("AUDIENCE", audience);
}

std::string render(const App& app, const web::Request& request, const Asked& asked) {
  web::Values values;
  add_choice_so_far(request, asked, values);
  const auto offices = list_offices(app, asked);
  add_states(app, request, asked, offices, values);
  const std::vector<Row> rows = list_rows(app, asked, offices);
  if (!rows.empty()) add_first(app, request, asked, rows.front(), values);
  for (const Row& row : rows) add_row(app, request, asked, row, values);
  values.show(rows.empty() ? "FOUND_NONE" : "FOUND");
  values.set("ALL_STATES_URL", path_to(request, "/book/offices") + asked.query(""));
  return render_page(app, request, "features/applicant/choose_office/page.html", "choose_office.title",
                     values);
}

/// The state's code if there is such a state; anything else means all of them.
std::string known_state(const catalogue::Catalogue& catalogue, std::string_view code) {
  return code == kAbroad || catalogue.find_state(code) != nullptr ? std::string(code) : "";
}

}  // namespace

web::Response choose_office(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.query);
  if (!form) return status_page(app, request, 400);
  const std::uint64_t version = page_version(app);
  Asked asked;
  asked.catalogue = app.live.catalogue();
  asked.service = asked.catalogue->find_service(form->value("service"));
  if (form->value("service").empty())
    asked.division = asked.catalogue->find_division(form->value("division"));
  if (asked.service == nullptr && asked.division == nullptr) return status_page(app, request, 404);
  asked.state = known_state(*asked.catalogue, form->value("state"));
  if (asked.service != nullptr &&
      (asked.service->booking != catalogue::Booking::self || !asked.service->is_live(today_in_malaysia(app))))
    return not_self_booked_page(app, request, *asked.service);
  return kept_page(app, request, asked.query(asked.state), version,
                   [&](const web::Request& shown) { return render(app, shown, asked); });
}

}  // namespace temujanji::features::choose_office
