#include "features/staff/see_patterns/routes.h"

#include <map>

#include "base/text.h"
#include "domain/reference.h"
#include "features/counter_page.h"
#include "features/staff_names.h"
#include "features/today.h"
#include "misuse/patterns.h"
#include "web/form.h"

namespace temujanji::features::see_patterns {
namespace {

constexpr std::size_t kRowsMax = 50;
constexpr int kDaysBefore = 90, kDaysAfter = 92;
/// Of one office, and of all together.
constexpr int kDaysMax = 190, kDaysOfAllMax = 7;
/// What one read looks through, so that other pages get their turn in between.
constexpr int kDaysAtOnce = 31;

/// What is asked for; the office is null for all.
struct Asked {
  std::string code;
  const catalogue::Office* office = nullptr;
  domain::Date from, to;
  /// The address names an office, or all.
  bool chosen = false;
  std::string_view field = {};
  std::string_view problem = {};
};

Asked asked_in(const App& app, const web::Request& request, const Visit& visit) {
  Asked asked;
  const domain::Date today = today_in_malaysia(app);
  asked.from = domain::plus_days(today, -kDaysBefore);
  asked.to = domain::plus_days(today, kDaysAfter);
  const auto query = web::Form::parse(request.query);
  if (!query || !query->has("office")) return asked;
  asked.code = query->value("office");
  asked.chosen = true;
  if (asked.code != "all") asked.office = visit.catalogue->find_office(asked.code);
  if (asked.office == nullptr && asked.code != "all") {
    asked.field = "office";
    asked.problem = "required";
    return asked;
  }
  const auto from = domain::parse_date(query->value("from"));
  const auto to = domain::parse_date(query->value("to"));
  if (from) asked.from = *from;
  if (to) asked.to = *to;
  const int days_max = asked.office == nullptr ? kDaysOfAllMax : kDaysMax;
  if (!from || !to) {
    asked.field = from ? "to" : "from";
    asked.problem = "date_format";
  } else if (asked.to < asked.from || domain::plus_days(asked.from, days_max) <= asked.to) {
    asked.field = "to";
    asked.problem = asked.office == nullptr ? "period_of_all" : "period_of_office";
  }
  return asked;
}

/// A part of the time that one read looks through.
struct Part {
  domain::PoolId pool;
  base::Instant from, to;
};

std::vector<Part> parts_of(const Visit& visit, const Asked& asked) {
  std::vector<Part> parts;
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (asked.office != nullptr && pool.office != asked.office->id) continue;
    const catalogue::Office* office = visit.catalogue->find_office(pool.office);
    if (office == nullptr) continue;
    const auto midnight = [&](domain::Date on) {
      return office->zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
    };
    const domain::Date end = domain::plus_days(asked.to, 1);
    for (domain::Date from = asked.from; from < end; from = domain::plus_days(from, kDaysAtOnce)) {
      parts.push_back(
          {pool.id, midnight(from), midnight(std::min(end, domain::plus_days(from, kDaysAtOnce)))});
    }
  }
  return parts;
}

/// Whether all was looked through.
base::Task<bool> look_through(App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                              misuse::Patterns& patterns) {
  const std::string subject =
      asked.office == nullptr ? "offices" : "office:" + std::to_string(asked.office->id.value);
  const audit::Append look =
      look_at(visit, subject, "patterns " + domain::to_iso(asked.from) + " to " + domain::to_iso(asked.to));
  co_await app.engine.submit(*request.executor, look);
  for (const Part& part : parts_of(visit, asked)) {
    auto read = [&](storage::Connection& connection) {
      return patterns.read(connection, part.pool, part.from, part.to);
    };
    if (!co_await app.readers.read(*request.executor, read)) co_return false;
  }
  co_return true;
}

/// What the page of blocks takes from a form of ours without anybody typing it.
std::string seal_for_form(const App& app, const misuse::BlockValue& value) {
  return base::to_base64url(app.keys.seal(std::string(to_text(value.kind)) + "|" + value.text, "form/block"));
}

void add_head(const web::Request& request, const Visit& visit, const Asked& asked, web::Values& values) {
  values.set("FROM", domain::to_iso(asked.from)).set("TO", domain::to_iso(asked.to));
  values.show_if(asked.code == "all", "ALL_CHOSEN");
  for (const catalogue::Office& office : visit.catalogue->offices()) {
    if (!office.active) continue;
    web::Values choice = values.add("OFFICE_CHOICE");
    choice.set("CODE", office.code).set("NAME", office.name.in(request.language));
    choice.show_if(asked.code == office.code, "CHOSEN");
  }
}

/// Section NO_<name>, or ANY_<name> with what `add_row` adds to it for each of the first, and MORE.
template <class All, class AddRow>
void add_table(std::string_view name, const All& all, web::Values& found, AddRow add_row) {
  found.show_if(all.empty(), "NO_" + std::string(name));
  if (all.empty()) return;
  web::Values table = found.add("ANY_" + std::string(name));
  for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i) add_row(table, all[i]);
  if (all.size() > kRowsMax) table.add("MORE").set("TOTAL", all.size());
}

void add_shared(const App& app, const Visit& visit, std::string_view name,
                const std::vector<misuse::SharedContact>& all, web::Values& found) {
  add_table(name, all, found, [&](web::Values& table, const misuse::SharedContact& one) {
    web::Values row = table.add(name);
    row.show_if(visit.may(domain::Right::run_country), "CAN_BLOCK");
    row.set("CONTACT", misuse::display_masked(one.contact)).set("SEALED", seal_for_form(app, one.contact));
    row.set("IDENTITIES", one.identities).set("APPOINTMENTS", one.appointments);
  });
}

void add_addresses(const std::vector<misuse::SharedAddress>& all, web::Values& found) {
  add_table("ADDRESS", all, found, [](web::Values& table, const misuse::SharedAddress& one) {
    web::Values row = table.add("ADDRESS");
    row.set("SHOWN", one.shown).set("IDENTITIES", one.identities).set("APPOINTMENTS", one.appointments);
  });
}

const catalogue::Office* office_of(const Visit& visit, domain::PoolId id) {
  const catalogue::Pool* pool = visit.catalogue->find_pool(id);
  return pool == nullptr ? nullptr : visit.catalogue->find_office(pool->office);
}

/// Appointments of people of the department, with their names.
base::Task<base::Done> add_own(App& app, const web::Request& request, const Visit& visit,
                               const misuse::Patterns& patterns, web::Values& found) {
  const auto all = patterns.list_own();
  std::map<domain::StaffId, std::string> names;
  auto read = [&](storage::Connection& connection) {
    StaffNames known(connection, app.keys);
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i)
      names[all[i].staff] = known.of_actor("staff:" + std::to_string(all[i].staff.value));
    return true;
  };
  co_await app.readers.read(*request.executor, read);
  found.add("UNKNOWN_STAFF").set("COUNT", patterns.unknown_staff());
  add_table("OWN", all, found, [&](web::Values& table, const misuse::OwnBooking& one) {
    const catalogue::Office* office = office_of(visit, one.pool);
    if (office == nullptr) return;
    web::Values row = table.add("OWN");
    row.set("NAME", names[one.staff]).set("REFERENCE", domain::display_reference(one.reference));
    row.set("OFFICE", office->name.in(request.language));
    row.set("WHEN", app.words.date_time(request.language, office->zone.to_local(one.starts_at)));
    row.set("BOOKED", app.words.date_time(request.language, zone_of(visit).to_local(one.booked_at)));
  });
  co_return {};
}

void add_missed(const App& app, const Visit& visit, const std::vector<misuse::MissedOften>& all,
                web::Values& found) {
  add_table("MISSED", all, found, [&](web::Values& table, const misuse::MissedOften& one) {
    web::Values row = table.add("MISSED");
    row.show_if(visit.may(domain::Right::run_country), "CAN_BLOCK");
    row.set("IDENTITY", misuse::display_masked(one.identity)).set("TIMES", one.missed);
    row.set("SEALED", seal_for_form(app, one.identity));
  });
}

void add_quick(const App& app, const web::Request& request, const Visit& visit,
               const std::vector<misuse::QuickBooking>& all, web::Values& found) {
  add_table("QUICK", all, found, [&](web::Values& table, const misuse::QuickBooking& one) {
    const catalogue::Office* office = office_of(visit, one.pool);
    if (office == nullptr) return;
    web::Values row = table.add("QUICK");
    row.set("REFERENCE", domain::display_reference(one.reference));
    row.set("OFFICE", office->name.in(request.language));
    row.set("WHEN", app.words.date_time(request.language, office->zone.to_local(one.starts_at)));
    row.set("SECONDS", std::chrono::duration_cast<std::chrono::seconds>(one.after).count());
  });
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const Asked asked = asked_in(app, request, visit);
  web::Values values;
  add_head(request, visit, asked, values);
  if (!asked.field.empty()) add_field_error(app, request, values, asked.field, asked.problem);
  if (asked.chosen && asked.field.empty()) {
    auto read = [](storage::Connection& connection) { return staff::list_own_identities(connection); };
    misuse::Patterns patterns(app.keys, co_await app.readers.read(*request.executor, read));
    auto looking = look_through(app, request, visit, asked, patterns);
    const bool whole = co_await looking;
    web::Values found = values.add("FOUND");
    found.set("LOOKED_THROUGH", patterns.appointments());
    found.show_if(!whole, "PART");
    add_shared(app, visit, "EMAIL", patterns.list_shared(domain::BlockKind::email), found);
    add_shared(app, visit, "PHONE", patterns.list_shared(domain::BlockKind::phone), found);
    add_addresses(patterns.list_addresses(), found);
    auto naming = add_own(app, request, visit, patterns, found);
    co_await naming;
    add_missed(app, visit, patterns.list_missed(), found);
    add_quick(app, request, visit, patterns.list_quick(), found);
  }
  co_return show_staff_page(app, request, visit, "features/staff/see_patterns/page.html", "patterns.title",
                            values, asked.field.empty() ? 200 : 422);
}

}  // namespace temujanji::features::see_patterns
