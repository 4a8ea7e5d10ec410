#include "features/staff/manage_catalogue/effect.h"

#include <algorithm>
#include <set>

#include "appointments/displace.h"
#include "catalogue/check.h"
#include "domain/reference.h"
#include "features/page.h"
#include "features/staff/manage_catalogue/problem_words.h"

namespace temujanji::features::manage_catalogue {
namespace {

constexpr std::size_t kPoolRowsMax = 300;

/// Who is booked at the slots that a pool loses.
std::vector<appointments::Affected> affected_at(storage::Connection& connection, const App& app,
                                                const catalogue::Catalogue& before,
                                                const catalogue::PoolEffect& pool) {
  std::set<base::Instant> gone;
  for (const catalogue::KeptSlot& slot : pool.total().kept_with_bookings) {
    if (slot.withdrawn) gone.insert(slot.starts_at);
  }
  const catalogue::Office* office = before.find_office(pool.office);
  if (gone.empty() || office == nullptr) return {};
  const domain::PoolId id = pool.total().kept_with_bookings.front().pool;
  const domain::Closure days{
      office->zone.date_at(*gone.begin()), office->zone.date_at(*gone.rbegin()), std::nullopt, {}};
  auto affected = appointments::list_booked_in(connection, *office, id, days, app.clock.now());
  std::erase_if(affected, [&](const auto& one) { return !gone.contains(one.starts_at); });
  return affected;
}

void find_people(storage::Connection& connection, const App& app, Naming naming, Effect& effect) {
  for (const catalogue::PoolEffect& pool : effect.pools) {
    const auto affected = affected_at(connection, app, *effect.before, pool);
    effect.persons += affected.size();
    if (naming == Naming::numbers_only) continue;
    for (const appointments::Affected& one : affected) {
      if (effect.people.size() == kNamedMax) break;
      auto appointment = appointments::find_appointment(connection, app.keys, one.appointment);
      if (appointment) effect.people.push_back(std::move(*appointment));
    }
  }
}

std::string sheet_name(const App& app, const web::Request& request, const std::string& file) {
  return std::string(say(app, request, "sheet." + file.substr(0, file.rfind('.'))));
}

std::string place_of(const Effect& effect, const std::string& code, base::Language language) {
  const catalogue::Office* office = effect.after->find_office(code);
  if (office == nullptr) office = effect.before->find_office(code);
  return office == nullptr ? code : office->name.in(language);
}

std::string pool_name(const Effect& effect, const catalogue::PoolEffect& pool, base::Language language) {
  for (const catalogue::Catalogue* catalogue : {effect.after.get(), effect.before.get()}) {
    for (const catalogue::Pool& one : catalogue->pools()) {
      if (one.code == pool.pool) return one.name.in(language);
    }
  }
  return pool.pool;
}

std::int64_t persons_in(const catalogue::PublishReport& report) {
  std::int64_t persons = 0;
  for (const catalogue::KeptSlot& slot : report.kept_with_bookings)
    persons += slot.withdrawn ? slot.persons : 0;
  return persons;
}

web::Values& set_counts(web::Values& values, const catalogue::PublishReport& report) {
  return values.set("CREATED", report.created)
      .set("CHANGED_SLOTS", report.changed)
      .set("REMOVED", report.removed + report.withdrawn);
}

void add_pools(const App& app, const web::Request& request, const Effect& effect, web::Values& values) {
  web::Values table = values.add("POOLS");
  std::size_t rows = 0;
  for (const catalogue::PoolEffect& pool : effect.pools) {
    for (const catalogue::MonthEffect& month : pool.months) {
      if (++rows > kPoolRowsMax) continue;
      web::Values row = table.add("POOL");
      row.set("OFFICE", place_of(effect, pool.office, request.language));
      row.set("POOL_NAME", pool_name(effect, pool, request.language));
      row.set("MONTH", app.words.month(request.language, month.month));
      set_counts(row, month.report).set("PERSONS", persons_in(month.report));
    }
  }
  if (rows > kPoolRowsMax) table.add("MORE_POOLS").set("COUNT", rows - kPoolRowsMax);
}

void add_people(const App& app, const web::Request& request, const Effect& effect, web::Values& values) {
  if (effect.people.empty()) return;
  web::Values list = values.add("PEOPLE");
  for (const appointments::Appointment& one : effect.people) {
    const catalogue::Office* office = effect.before->find_office(one.office);
    web::Values row = list.add("PERSON");
    row.set("NAME", one.person.name).set("REFERENCE", domain::display_reference(one.reference));
    if (office == nullptr) continue;
    row.set("OFFICE", office->name.in(request.language));
    row.set("WHEN", app.words.date_time(request.language, office->zone.to_local(one.starts_at)));
  }
  const std::size_t others = effect.persons - effect.people.size();
  if (others > 0) list.add("OTHERS").set("COUNT", others);
}

}  // namespace

std::vector<std::string> Effect::pool_codes() const {
  std::vector<std::string> codes;
  for (const catalogue::PoolEffect& pool : pools) codes.push_back(pool.code());
  return codes;
}

Effect effect_of(storage::Connection& connection, App& app, const Bench& bench, Naming naming) {
  Effect effect;
  auto draft = catalogue::check_catalogue(catalogue::to_files(bench.edited.sheets));
  if (!draft) {
    effect.problems = std::move(draft).refusal();
    return effect;
  }
  effect.draft = std::make_shared<const catalogue::Draft>(std::move(draft).value());
  effect.before = catalogue::Catalogue::load(connection);
  effect.after = catalogue::plan_catalogue(connection, *effect.draft, app.ids);
  effect.pools = catalogue::effect_of(connection, *effect.before, *effect.after, app.clock.now(),
                                      static_cast<int>(app.settings.whole("publish.days")));
  find_people(connection, app, naming, effect);
  return effect;
}

void add_problems(const App& app, const web::Request& request, const catalogue::Problems& problems,
                  web::Values& values) {
  web::Values list = values.add("PROBLEMS");
  for (const catalogue::Problem& problem : problems.kept()) {
    web::Values row = list.add("PROBLEM");
    row.set("SHEET", sheet_name(app, request, problem.file))
        .set("TEXT", problem_text(app, request, problem.reason));
    if (problem.line > 0) row.add("AT_LINE").set("LINE", problem.line);
  }
}

void add_effect(const App& app, const web::Request& request, const Effect& effect, web::Values& values) {
  if (!effect.problems.none()) return add_problems(app, request, effect.problems, values);
  catalogue::PublishReport total;
  for (const catalogue::PoolEffect& pool : effect.pools) total.add(pool.total());
  web::Values section = values.add("EFFECT");
  set_counts(section, total);
  section.show(effect.pools.empty() ? "NO_EFFECT" : "SLOTS");
  section.set("APPOINTMENTS", effect.persons).show(effect.persons > 0 ? "SOMEBODY" : "NOBODY");
  if (effect.pools.empty()) return;
  add_people(app, request, effect, section);
  add_pools(app, request, effect, section);
}

}  // namespace temujanji::features::manage_catalogue
