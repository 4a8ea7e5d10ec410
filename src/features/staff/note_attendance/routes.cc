#include "features/staff/note_attendance/routes.h"

#include <algorithm>

#include "base/text.h"
#include "counter/arrive.h"
#include "counter/day_sheet.h"
#include "domain/reference.h"
#include "features/counter_page.h"
#include "web/form.h"

namespace temujanji::features::note_attendance {
namespace {

/// The others follow once these are noted.
constexpr std::size_t kAtOnceMax = counter::AttendAfterwards::kAtOnceMax;

/// The day that is asked for, or else yesterday.
domain::Date day_in(const App& app, const Visit& visit, std::string_view fields) {
  const domain::Date today = visit.office->zone.date_at(app.clock.now());
  const auto form = web::Form::parse(fields);
  const auto on = form ? domain::parse_date(form->value("on")) : std::nullopt;
  const bool is_near = on && *on <= today && domain::plus_days(*on, counter::kAttendedWithin) >= today;
  return is_near ? *on : domain::plus_days(today, -1);
}

/// Whether it may have been attended and is not noted so.
bool is_open(const counter::SheetRow& row, base::Instant now) {
  return row.starts_at <= now && row.status != domain::Status::attended && domain::attend(row.status).ok();
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, domain::Date on,
                               counter::AttendAfterwards::Outcome noted) {
  const audit::Append look =
      look_at(visit, "office:" + std::to_string(visit.office->id.value), day_sheet_on(on));
  co_await app.engine.submit(*request.executor, look);
  const counter::Day day = counter::day_on(visit.office->id, visit.office->zone, on);
  auto read = [&](storage::Connection& connection) {
    return counter::list_day_sheet(connection, app.keys, day);
  };
  const auto rows = co_await app.readers.read(*request.executor, read);
  const domain::Date today = visit.office->zone.date_at(app.clock.now());
  web::Values values;
  values.set("AFTERWARDS_URL", office_path(request, visit, "/afterwards"));
  values.set("ON", domain::to_iso(on)).set("DATE", app.words.date(request.language, on));
  values.set("FIRST_ON", domain::to_iso(domain::plus_days(today, -counter::kAttendedWithin)));
  values.set("LAST_ON", domain::to_iso(today));
  if (noted.noted > 0) values.add("NOTED").set("COUNT", noted.noted);
  if (noted.refused > 0) values.add("NOT_NOTED").set("COUNT", noted.refused);
  std::optional<web::Values> people;
  std::size_t open = 0;
  for (const counter::SheetRow& found : rows) {
    if (!is_open(found, app.clock.now())) continue;
    if (++open > kAtOnceMax) continue;
    if (!people) people = values.add("PEOPLE");
    web::Values row = people->add("PERSON");
    const catalogue::Service* service = visit.catalogue->find_service(found.service);
    row.set("ID", found.appointment.value).set("NAME", found.person.name);
    row.set("TIME", app.words.time(request.language, visit.office->zone.to_local(found.starts_at)));
    row.set("REFERENCE", domain::display_reference(found.reference));
    row.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
    row.set("STATUS", say(app, request, "status." + std::string(to_text(found.status))));
  }
  if (!people) values.show("NOBODY");
  if (open > kAtOnceMax) people->add("MORE").set("COUNT", open - kAtOnceMax);
  co_return show_staff_page(app, request, visit, "features/staff/note_attendance/page.html",
                            "afterwards.title", values, noted.refused > 0 ? 409 : 200);
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, day_in(app, visit, request.query), {});
  co_return co_await showing;
}

base::Task<web::Response> note(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto marked = form ? form->values("appointment") : std::vector<std::string_view>();
  counter::AttendAfterwards command{visit.office->id, {}, visit.account().id.value};
  for (std::size_t i = 0; i < std::min(marked.size(), kAtOnceMax); ++i) {
    const auto id = base::parse_number<std::int64_t>(marked[i]);
    command.appointments.push_back(domain::AppointmentId{id.value_or(0)});
  }
  counter::AttendAfterwards::Outcome noted;
  if (!command.appointments.empty())
    noted = co_await app.engine.submit(*request.executor, std::move(command));
  auto showing = page(app, request, visit, day_in(app, visit, request.body), noted);
  co_return co_await showing;
}

}  // namespace temujanji::features::note_attendance
