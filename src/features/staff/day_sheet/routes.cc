#include "features/staff/day_sheet/routes.h"

#include "base/text.h"
#include "counter/day_sheet.h"
#include "domain/reference.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::day_sheet {
namespace {

constexpr std::size_t kSearchMax = 100;

/// What is asked for.
struct Asked {
  domain::Date on;
  std::string search;
};

/// A search names people, so it comes in a form and stands in no address.
Asked asked_in(const web::Request& request, domain::Date today) {
  Asked asked{today, {}};
  const bool is_search = request.method == web::Method::post;
  const auto fields = web::Form::parse(is_search ? request.body : request.query);
  if (!fields) return asked;
  if (const auto on = domain::parse_date(fields->value("on"))) asked.on = *on;
  if (is_search) asked.search = fields->value("q").substr(0, kSearchMax);
  return asked;
}

/// By reference, document number, or a part of the name, of applicant, sponsor or organisation.
bool matches(const counter::SheetRow& row, std::string_view search) {
  if (search.empty()) return true;
  if (const auto reference = domain::parse_reference(search); reference && *reference == row.reference) {
    return true;
  }
  const std::string number = domain::normalise_document_number(search);
  if (number == row.person.document.number) return true;
  const std::string part = base::to_lower(search);
  const auto has = [&](std::string_view name) {
    return base::to_lower(name).find(part) != std::string::npos;
  };
  return has(row.person.name) || (row.person.sponsor && has(row.person.sponsor->name)) ||
         (row.person.organisation && has(row.person.organisation->name));
}

void add_row(const App& app, const web::Request& request, const Visit& visit, const counter::SheetRow& found,
             bool is_today, web::Values& values) {
  web::Values row = values.add("ROW");
  row.set("TIME", app.words.time(request.language, visit.office->zone.to_local(found.starts_at)));
  row.set("REFERENCE", domain::display_reference(found.reference));
  row.set("NAME", found.person.name).set("DOCUMENT", found.person.document.number);
  if (found.person.organisation) row.add("ORGANISATION").set("TEXT", found.person.organisation->name);
  if (found.person.sponsor) row.add("SPONSOR").set("TEXT", found.person.sponsor->name);
  const catalogue::Service* service = visit.catalogue->find_service(found.service);
  row.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
  if (found.seats > 1) row.add("GROUP").set("PERSONS", found.seats);
  row.set("STATUS", say(app, request, "status." + std::string(to_text(found.status))));
  const bool is_expected = domain::is_live(found.status);
  const bool is_here = found.number && (found.number->state == domain::TicketState::called ||
                                        found.number->state == domain::TicketState::serving);
  if (!is_expected && !is_here) row.show("OVER");
  const bool can_come = is_expected && found.status != domain::Status::displaced && !found.number;
  if (is_today && can_come && visit.may(domain::Right::serve))
    row.add("CAN_CHECK_IN").set("CHECK_IN_URL", office_path(request, visit, "/check-in"));
  if (found.number) {
    web::Values number = row.add("NUMBER");
    number.set("LABEL",
               label_of(*visit.catalogue, visit.office->id, found.number->number_pool, found.number->number));
    number.set("STATE", say(app, request, "ticket." + std::string(to_text(found.number->state))));
  }
}

void add_head(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
              domain::Date today, web::Values& values) {
  const auto url = [&](domain::Date on) {
    return office_path(request, visit, "/day") + web::make_query({{"on", domain::to_iso(on)}});
  };
  values.set("DATE", app.words.date(request.language, asked.on)).set("ON", domain::to_iso(asked.on));
  values.set("SEARCH", asked.search);
  values.set("BEFORE_URL", url(domain::plus_days(asked.on, -1)));
  values.set("AFTER_URL", url(domain::plus_days(asked.on, 1)));
  values.set("DAY_URL", office_path(request, visit, "/day"));
  values.show_if(asked.on != today, "ANOTHER_DAY");
  values.set("PRINTED_AT",
             app.words.date_time(request.language, visit.office->zone.to_local(app.clock.now())));
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const domain::Date today = visit.office->zone.date_at(app.clock.now());
  const Asked asked = asked_in(request, today);
  const counter::Day day = counter::day_on(visit.office->id, visit.office->zone, asked.on);
  const audit::Append look =
      look_at(visit, "office:" + std::to_string(visit.office->id.value), day_sheet_on(asked.on));
  co_await app.engine.submit(*request.executor, look);
  auto read = [&](storage::Connection& connection) {
    return counter::list_day_sheet(connection, app.keys, day);
  };
  const auto rows = co_await app.readers.read(*request.executor, read);
  web::Values values;
  add_head(app, request, visit, asked, today, values);
  int live = 0;
  int persons = 0;
  int attended = 0;
  bool any = false;
  for (const counter::SheetRow& row : rows) {
    if (!matches(row, asked.search)) continue;
    any = true;
    const bool came = row.status == domain::Status::attended;
    if (came || domain::is_live(row.status)) {
      ++live;
      persons += row.seats;
    }
    if (came) ++attended;
    add_row(app, request, visit, row, asked.on == today, values);
  }
  values.set("LIVE", live).set("PERSONS", persons).set("ATTENDED", attended);
  if (rows.empty()) values.show("NOBODY");
  if (!rows.empty() && !any) {
    const std::string all_url = web::make_query({{"on", domain::to_iso(asked.on)}});
    values.add("NO_MATCH").set("ALL_URL", office_path(request, visit, "/day") + all_url);
  }
  co_return show_staff_page(app, request, visit, "features/staff/day_sheet/page.html", "day.title", values);
}

}  // namespace temujanji::features::day_sheet
