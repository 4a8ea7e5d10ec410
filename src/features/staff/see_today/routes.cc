#include "features/staff/see_today/routes.h"

#include <algorithm>

#include "appointments/displace.h"
#include "features/counter_page.h"
#include "features/figures_page.h"
#include "features/queue_stream.h"
#include "features/staff/see_today/queries.sql.h"
#include "reports/count_day.h"
#include "staff/approvals.h"

namespace temujanji::features::see_today {
namespace {

using domain::Measure;
using domain::Unit;

constexpr int kDaysAhead = 7;
constexpr int kApprovalsMax = 100;
/// From so much on a day counts as nearly full, and a wait as long.
constexpr std::int64_t kNearlyFull = 900;
constexpr auto kLongWait = std::chrono::minutes(30);

/// What the page reads from the database.
struct Found {
  domain::Figures figures;
  reports::Presence presence;
  std::int64_t displaced = 0;
  std::int64_t off_offer = 0;
  std::int64_t approvals = 0;
};

std::int64_t count_off_offer(storage::Connection& connection, domain::OfficeId office, base::Instant now) {
  storage::Rows rows = connection.query(sql::kCountOffOffer, {office, now});
  return rows.next() ? rows.integer(0) : 0;
}

std::int64_t count_approvals(storage::Connection& connection, const Visit& visit, base::Instant now) {
  if (!visit.may(domain::Right::approve)) return 0;
  const auto waiting = staff::list_approvals(connection, now, now, kApprovalsMax, visit.office->id);
  return std::ranges::count_if(waiting, [&](const staff::Approval& approval) {
    const domain::Decider decider{visit.account().id, visit.account().role, true};
    return !find_obstacle(approval.request(), decider, now);
  });
}

Found read_found(storage::Connection& connection, const App& app, const Visit& visit) {
  const counter::Day today = today_at(app, visit);
  const base::Instant now = app.clock.now();
  Found found;
  found.figures = reports::count_day(connection, today, visit.office->zone).total();
  found.presence = reports::count_presence(connection, today);
  found.displaced = appointments::count_displaced_at(connection, visit.office->id);
  found.off_offer = count_off_offer(connection, visit.office->id, now);
  found.approvals = count_approvals(connection, visit, now);
  return found;
}

/// How much of a coming day is taken.
struct ComingDay {
  domain::Date on;
  domain::OfficeDay day;
  std::int64_t seats = 0;
  std::int64_t taken = 0;

  std::optional<std::int64_t> use() const {
    domain::Figures figures;
    figures.seats = seats;
    figures.taken = taken;
    return value_of(figures, Measure::use);
  }
};

std::vector<ComingDay> list_coming(const App& app, const Visit& visit) {
  const catalogue::Office& office = *visit.office;
  std::vector<ComingDay> days;
  for (int i = 1; i <= kDaysAhead; ++i) {
    const domain::Date on = domain::plus_days(office.zone.date_at(app.clock.now()), i);
    const counter::Day span = counter::day_on(office.id, office.zone, on);
    ComingDay day{on, domain::office_day(office.calendar, on)};
    for (const catalogue::Pool& pool : visit.catalogue->pools()) {
      if (pool.office != office.id) continue;
      for (const catalogue::BoardSlot slot : app.live.board().slots(pool.id, span.from, span.to)) {
        day.seats += slot.seats;
        day.taken += slot.taken;
      }
    }
    days.push_back(std::move(day));
  }
  return days;
}

std::chrono::minutes longest_wait(const Found& found, base::Instant now) {
  if (!found.presence.waiting_since || *found.presence.waiting_since > now) return {};
  return std::chrono::floor<std::chrono::minutes>(now - *found.presence.waiting_since);
}

void set_count(web::Values& values, std::string_view name, std::int64_t count) {
  values.set(name, domain::display(count, Unit::count));
}

void add_now(const App& app, const web::Request& request, const Visit& visit, const Found& found,
             web::Values& values) {
  const base::Instant now = app.clock.now();
  const domain::Figures& figures = found.figures;
  values.set("DATE", app.words.date(request.language, visit.office->zone.date_at(now)));
  values.set("NOW", app.words.time(request.language, visit.office->zone.to_local(now)));
  set_count(values, "SEATS", figures.seats);
  set_count(values, "TAKEN", figures.taken);
  values.set("USE", domain::display(figures, Measure::use));
  set_count(values, "ARRIVED", found.presence.arrived);
  set_count(values, "WALK_INS", found.presence.walk_ins);
  set_count(values, "WAITING", found.presence.waiting);
  set_count(values, "AT_COUNTERS", found.presence.at_counters);
  set_count(values, "FINISHED", found.presence.finished);
  set_count(values, "ABSENT", found.presence.absent);
  set_count(values, "MISSED", figures.missed);
  set_count(values, "CANCELLED", figures.cancelled_by_applicant + figures.cancelled_by_department);
  if (const auto wait = longest_wait(found, now); wait.count() > 0)
    values.add("LONGEST_WAIT").set("MINUTES", wait.count());
}

void add_attention(const App& app, const web::Request& request, const Found& found,
                   const std::vector<ComingDay>& coming, web::Values& values) {
  bool calm = true;
  const auto add_count = [&](std::string_view section, std::int64_t count) {
    if (count == 0) return;
    web::Values item = values.add(section);
    set_count(item, "COUNT", count);
    calm = false;
  };
  add_count("DISPLACED", found.displaced);
  add_count("OFF_OFFER", found.off_offer);
  add_count("APPROVALS", found.approvals);
  if (const auto wait = longest_wait(found, app.clock.now()); wait >= kLongWait) {
    values.add("LONG_WAIT").set("MINUTES", wait.count());
    calm = false;
  }
  for (const ComingDay& day : coming) {
    if (day.use().value_or(0) < kNearlyFull) continue;
    web::Values row = values.add("FULL_DAY");
    row.set("DAY", app.words.date(request.language, day.on));
    set_count(row, "FREE", day.seats - day.taken);
    calm = false;
  }
  values.show(calm ? "CALM" : "ATTENTION");
}

void add_coming(const App& app, const web::Request& request, const std::vector<ComingDay>& coming,
                web::Values& values) {
  for (const ComingDay& day : coming) {
    web::Values row = values.add("DAY");
    row.set("NAME", day_name(app.words, request.language, day.on));
    row.set("SHORT", short_day(day.on));
    if (day.seats == 0) {
      const std::string& reason = day.day.reason.in(request.language);
      row.add("CLOSED").set("REASON",
                            reason.empty() ? say(app, request, "today.no_seats") : std::string_view(reason));
      continue;
    }
    web::Values open = row.add("OPEN");
    set_count(open, "SEATS", day.seats);
    set_count(open, "TAKEN", day.taken);
    set_count(open, "FREE", day.seats - day.taken);
    open.set("USE", domain::display(day.use(), Unit::rate));
  }
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const std::uint64_t version = app.changes.version(visit.office->id);
  auto read = [&](storage::Connection& connection) { return read_found(connection, app, visit); };
  const Found found = co_await app.readers.read(*request.executor, read);
  const std::vector<ComingDay> coming = list_coming(app, visit);
  web::Values values;
  add_queue_events(request, *visit.office, version, values);
  add_now(app, request, visit, found, values);
  add_attention(app, request, found, coming, values);
  add_coming(app, request, coming, values);
  co_return show_staff_page(app, request, visit, "features/staff/see_today/page.html", "today.title", values);
}

}  // namespace temujanji::features::see_today
