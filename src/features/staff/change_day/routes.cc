#include "features/staff/change_day/routes.h"

#include "base/text.h"
#include "features/approval_subjects.h"
#include "features/counter_page.h"
#include "features/staff/change_day/act.h"
#include "features/staff/change_day/effect_pages.h"
#include "features/staff/change_day/form.h"
#include "features/staff/change_day/month.h"
#include "features/staff_names.h"

namespace temujanji::features::change_day {
namespace {

constexpr std::string_view kPage = "features/staff/change_day/page.html";
/// So far from now months can be looked at.
constexpr std::chrono::months kMonthsMax{24};

domain::Date today_of(const App& app, const Visit& visit) {
  return visit.office->zone.date_at(app.clock.now());
}

std::vector<const catalogue::Pool*> pools_of(const Visit& visit) {
  std::vector<const catalogue::Pool*> pools;
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (pool.office == visit.office->id) pools.push_back(&pool);
  }
  return pools;
}

const catalogue::Pool* find_pool(const Visit& visit, std::string_view code) {
  for (const catalogue::Pool* pool : pools_of(visit)) {
    if (pool->code == code) return pool;
  }
  return nullptr;
}

/// The pool, the month and the day of an address; those of today where it names none. Null pool: the office
/// has none, or not this one.
View view_in(const App& app, const web::Request& request, const Visit& visit) {
  const domain::Date today = today_of(app, visit);
  View view{nullptr, today.year() / today.month(), {}};
  const auto query = web::Form::parse(request.query);
  const std::string code(query ? query->value("pool") : "");
  const auto pools = pools_of(visit);
  view.pool = code.empty() && !pools.empty() ? pools.front() : find_pool(visit, code);
  if (!query) return view;
  view.on = domain::parse_date(query->value("on"));
  const auto first = domain::parse_date(std::string(query->value("month")) + "-01");
  if (first) view.month = first->year() / first->month();
  if (view.on && !first) view.month = view.on->year() / view.on->month();
  view.month = std::clamp(view.month, today.year() / today.month() - kMonthsMax,
                          today.year() / today.month() + kMonthsMax);
  if (view.on && view.on->year() / view.on->month() != view.month) view.on.reset();
  return view;
}

struct Shown {
  /// What is in the form; nothing: what is likely.
  std::optional<Typed> typed = {};
  Mistakes mistakes = {};
  /// A section that tells why nothing was done.
  std::string_view refusal = {};
};

/// Who made a change, and whether it waits for a second person.
struct Made {
  std::string by;
  bool waiting = false;
};

std::string_view state_of(const catalogue::KeptDayChange& kept, const Made& made) {
  if (kept.begun) return kept.settled ? "SETTLED" : "UNDER_WAY";
  return made.waiting ? "WAITING" : "NOT_APPROVED";
}

void add_change(const App& app, const web::Request& request, const Visit& visit,
                const catalogue::KeptDayChange& kept, const Made& made, web::Values& day) {
  web::Values row = day.add("CHANGE");
  row.set("ID", kept.id.value).set("WHEN", part_text(app, request, kept.change.part));
  row.set("WHAT", what_of(app, request, kept.change)).set("REASON", kept.reason.in(request.language));
  row.set("BY", made.by)
      .set("AT", app.words.date_time(request.language, visit.office->zone.to_local(kept.made_at)));
  row.show(state_of(kept, made));
  row.show_if(visit.may(domain::Right::run_office) && kept.change.on >= today_of(app, visit), "CAN_UNDO");
}

void add_form(const App& app, const web::Request& request, const Visit& visit, const View& view,
              const Shown& shown, web::Values& values) {
  web::Values form = values.add("FORM");
  const int usual = catalogue::usual_seats(*visit.office, *view.pool, *view.on);
  form.set("USUAL_SEATS", usual).set("COUNTERS", view.pool->counters);
  form.set("ON", domain::to_iso(*view.on)).set("DATE", app.words.date(request.language, *view.on));
  add_typed(app, request, shown.typed ? *shown.typed : suggestion(*visit.office, *view.pool, *view.on), form);
  for (const auto& [field, code] : shown.mistakes) {
    const std::string text = field_error(app, request, field, code);
    form.add(base::to_upper(field) + "_ERROR").set("ERROR_TEXT", text);
  }
}

void add_notice(const web::Request& request, web::Values& values) {
  const auto query = web::Form::parse(request.query);
  const std::string_view done = query ? query->value("done") : "";
  values.show_if(done == "changed", "CHANGED_NOTE").show_if(done == "asked", "ASKED");
  values.show_if(done == "undone", "UNDONE");
}

/// What the page reads from the database.
struct Read {
  MonthOfSeats month;
  /// Of the month's changes, in their order.
  std::vector<Made> made;
};

Read read_all(storage::Connection& connection, const App& app, const Visit& visit, const View& view) {
  Read read{read_month(connection, *visit.office, view), {}};
  StaffNames names(connection, app.keys);
  for (const catalogue::KeptDayChange& kept : read.month.changes) {
    const bool waiting = !kept.begun && staff::is_waiting(connection, domain::SensitiveAct::seats_above_rule,
                                                          subject_of(kept.id), app.clock.now());
    read.made.push_back({names.of_actor(kept.made_by), waiting});
  }
  return read;
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, View view,
                               Shown shown) {
  auto read = [&](storage::Connection& connection) { return read_all(connection, app, visit, view); };
  const Read found = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CALENDAR_URL", office_path(request, visit, "/calendar"));
  values.set("POOL", view.pool->code).set("POOL_NAME", view.pool->name.in(request.language));
  for (const catalogue::Pool* pool : pools_of(visit))
    add_choice(values, "POOL_CHOICE", pool->code, pool->name.in(request.language), view.pool->code);
  add_month(app, request, visit, view, found.month, values);
  add_notice(request, values);
  if (view.on) {
    add_day(app, request, visit, view, found.month, values);
    for (std::size_t i = 0; i < found.month.changes.size(); ++i) {
      const catalogue::KeptDayChange& kept = found.month.changes[i];
      if (kept.change.on == *view.on) add_change(app, request, visit, kept, found.made[i], values);
    }
    const bool can_change = visit.may(domain::Right::run_office) && *view.on >= today_of(app, visit);
    if (can_change) add_form(app, request, visit, view, shown, values);
  }
  for (const auto& [field, code] : shown.mistakes) {
    values.show("ERRORS");
    add_error(values, field, field_error(app, request, field, code));
  }
  if (!shown.refusal.empty()) values.show(shown.refusal);
  const int status = !shown.mistakes.empty() ? 422 : !shown.refusal.empty() ? 409 : 200;
  co_return show_staff_page(app, request, visit, kPage, "calendar.title", values, status);
}

/// Where people are going to be named, that is a look at them.
base::Task<Effect> find_effect(App& app, const web::Request& request, const Visit& visit, Naming naming,
                               std::function<Effect(storage::Connection&)> read) {
  if (naming == Naming::with_people) {
    const audit::Append look =
        look_at(visit, "office:" + std::to_string(visit.office->id.value), "effect of a changed day");
    co_await app.engine.submit(*request.executor, look);
  }
  co_return co_await app.readers.read(*request.executor, read);
}

base::Task<bool> save(App& app, const web::Request& request, const Visit& visit, const catalogue::Pool& pool,
                      const Checked& checked, bool above_rule, std::int64_t seen) {
  const auto id = app.ids.make<domain::DayChangeId>();
  ChangeDay command{{id, pool.id, checked.change, checked.reason, visit.account().actor(), !above_rule, seen},
                    visit.office->id};
  if (above_rule) {
    command.ask = staff::AskApproval{app.ids.make<domain::ApprovalId>(),
                                     domain::SensitiveAct::seats_above_rule,
                                     visit.office->id,
                                     subject_of(id),
                                     checked.reason.ms + " / " + checked.reason.en,
                                     visit.account().id};
  }
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  co_return outcome.ok();
}

/// What a form leads to when nothing is wrong with its fields: it is saved if its effect was `seen`, in the
/// catalogue of that revision.
base::Task<web::Response> go_on(App& app, const web::Request& request, const Visit& visit,
                                const catalogue::Pool& pool, const View& view, Typed typed, Checked checked,
                                std::optional<std::int64_t> seen) {
  const Naming naming = seen ? Naming::numbers_only : Naming::with_people;
  auto finding = find_effect(app, request, visit, naming, [&](storage::Connection& connection) {
    return effect_of_adding(connection, app, *visit.catalogue, pool, checked.change, naming);
  });
  const Effect effect = co_await finding;
  Shown shown;
  if (effect.is_nothing()) {
    shown.mistakes.emplace_back("from_time", "day_no_effect");
  } else if (!seen) {
    co_return preview(app, request, visit, pool, typed, checked, effect);
  } else {
    auto saving = save(app, request, visit, pool, checked, effect.above_rule, *seen);
    const bool saved = co_await saving;
    const std::string_view done = effect.above_rule ? "&done=asked" : "&done=changed";
    if (saved) co_return web::Response::see_other(calendar_url(request, visit, view) + std::string(done));
    shown.refusal = "OUTDATED";
  }
  shown.typed = std::move(typed);
  auto showing = page(app, request, visit, view, std::move(shown));
  co_return co_await showing;
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  const View view = view_in(app, request, visit);
  if (view.pool == nullptr) co_return status_page(app, request, 404);
  auto showing = page(app, request, visit, view, {});
  co_return co_await showing;
}

base::Task<web::Response> change(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Typed typed = form ? typed_in(*form) : Typed{};
  const catalogue::Pool* pool = find_pool(visit, typed.pool);
  if (pool == nullptr) co_return status_page(app, request, 404);
  const domain::Date today = today_of(app, visit);
  const domain::Date on = domain::parse_date(typed.on).value_or(today);
  const View view{pool, on.year() / on.month(), on};
  const std::string step(form->value("step"));
  Shown shown;
  if (step != "change") {
    Checked checked = check(typed, app.words, today);
    if (checked.mistakes.empty()) {
      std::optional<std::int64_t> seen;
      if (step == "save") seen = base::parse_number<std::int64_t>(form->value("seen")).value_or(0);
      auto going = go_on(app, request, visit, *pool, view, std::move(typed), std::move(checked), seen);
      co_return co_await going;
    }
    shown.mistakes = std::move(checked.mistakes);
  }
  shown.typed = std::move(typed);
  auto showing = page(app, request, visit, view, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> undo(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("change")) : std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return id ? catalogue::find_day_change(connection, domain::DayChangeId{*id}) : std::nullopt;
  };
  const auto kept = co_await app.readers.read(*request.executor, find);
  const catalogue::Pool* pool = kept ? visit.catalogue->find_pool(kept->pool) : nullptr;
  if (pool == nullptr || pool->office != visit.office->id) co_return status_page(app, request, 404);
  const View view{pool, kept->change.on.year() / kept->change.on.month(), kept->change.on};
  const bool is_over = kept->removed || kept->change.on < today_of(app, visit);
  if (is_over) co_return web::Response::see_other(calendar_url(request, visit, view));
  if (kept->begun && form->value("sure") != "yes") {
    auto finding =
        find_effect(app, request, visit, Naming::with_people, [&](storage::Connection& connection) {
          return effect_of_removing(connection, app, *visit.catalogue, *pool, kept->change,
                                    Naming::with_people);
        });
    co_return undo_page(app, request, visit, *pool, *kept, co_await finding);
  }
  UndoDayChange command{{kept->id, visit.account().actor()}, visit.office->id};
  co_await app.engine.submit(*request.executor, std::move(command));
  co_return web::Response::see_other(calendar_url(request, visit, view) + "&done=undone");
}

}  // namespace temujanji::features::change_day
