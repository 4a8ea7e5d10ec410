#include "features/staff/close_counters/routes.h"

#include <map>

#include "appointments/displace.h"
#include "base/text.h"
#include "features/approval_subjects.h"
#include "features/counter_page.h"
#include "features/people_rows.h"
#include "features/staff/close_counters/close.h"
#include "features/staff/close_counters/effect.h"
#include "features/staff/close_counters/form.h"

namespace temujanji::features::close_counters {
namespace {

constexpr std::string_view kPage = "features/staff/close_counters/page.html";
constexpr std::string_view kPreviewPage = "features/staff/close_counters/preview.html";
constexpr std::string_view kUndoPage = "features/staff/close_counters/undo.html";

std::string closures_path(const web::Request& request, const Visit& visit) {
  return visit.office != nullptr ? office_path(request, visit, "/closures")
                                 : path_to(request, "/staff/closures");
}

domain::Date today_of(const App& app, const Visit& visit) {
  return zone_of(visit).date_at(app.clock.now());
}

/// "24 Nov 2026 – 26 Nov 2026, 9:00 pagi – 11:00 pagi"
std::string when_of(const App& app, const web::Request& request, const domain::Closure& closure) {
  std::string text = days_text(app, request, closure.from, closure.to);
  return closure.part ? text + ", " + part_text(app, request, *closure.part) : text;
}

std::string place_text(const App& app, const web::Request& request, const catalogue::Catalogue& catalogue,
                       const catalogue::ClosurePlace& place) {
  if (place.office) {
    const catalogue::Office* office = catalogue.find_office(*place.office);
    return office == nullptr ? "" : office->name.in(request.language);
  }
  if (place.state.empty()) return std::string(say(app, request, "closures.everywhere"));
  const catalogue::State* state = catalogue.find_state(place.state);
  return state == nullptr ? place.state : state->name.in(request.language);
}

/// Whether the closure is shown on the page of the visit.
bool concerns(const Visit& visit, const catalogue::KeptClosure& kept) {
  return visit.office != nullptr ? kept.place.holds(*visit.office) : !kept.place.office;
}

/// Whether it can be undone there: where it was made, and not what came with the imported files.
bool can_undo(const Visit& visit, const catalogue::KeptClosure& kept) {
  if (!visit.may(domain::Right::run_office) || !kept.is_of_staff() || kept.removed) return false;
  return visit.office != nullptr ? kept.place.office == visit.office->id : !kept.place.office;
}

/// What the page reads from the database.
struct Listed {
  std::vector<catalogue::KeptClosure> closures;
  std::map<std::string, std::string> names;  // by "staff:17"
  std::int64_t displaced = 0;
};

Listed read_listed(storage::Connection& connection, const App& app, const Visit& visit) {
  Listed listed;
  listed.closures = catalogue::list_coming_closures(connection, today_of(app, visit));
  std::erase_if(listed.closures, [&](const auto& kept) { return !concerns(visit, kept); });
  for (const catalogue::KeptClosure& kept : listed.closures) {
    if (!kept.is_of_staff() || listed.names.contains(kept.made_by)) continue;
    const auto id = base::parse_number<std::int64_t>(kept.made_by.substr(kept.made_by.find(':') + 1));
    const auto account = id ? staff::find_account(connection, app.keys, domain::StaffId{*id}) : std::nullopt;
    listed.names[kept.made_by] = account ? account->name : kept.made_by;
  }
  if (visit.office != nullptr)
    listed.displaced = appointments::count_displaced_at(connection, visit.office->id);
  return listed;
}

void add_closure(const App& app, const web::Request& request, const Visit& visit, const Listed& listed,
                 const catalogue::KeptClosure& kept, web::Values& values) {
  web::Values row = values.add("CLOSURE");
  row.set("ID", kept.id.value).set("WHEN", when_of(app, request, kept.closure));
  row.set("PLACE", place_text(app, request, *visit.catalogue, kept.place));
  row.set("REASON", kept.closure.reason.in(request.language));
  if (kept.is_of_staff()) {
    web::Values made = row.add("MADE");
    made.set("BY", listed.names.at(kept.made_by));
    made.set("AT", app.words.date_time(request.language, zone_of(visit).to_local(kept.made_at)));
  } else {
    row.show("IMPORTED");
  }
  row.show(kept.settled ? "SETTLED" : "UNDER_WAY");
  row.show_if(can_undo(visit, kept), "CAN_UNDO");
}

struct Shown {
  Typed typed = {};
  Mistakes mistakes = {};
  /// A section that tells why nothing was done.
  std::string_view refusal = {};
};

void add_notice(const web::Request& request, web::Values& values) {
  const auto query = web::Form::parse(request.query);
  const std::string_view done = query ? query->value("done") : "";
  values.show_if(done == "closed", "CLOSED").show_if(done == "opened", "OPENED");
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  auto read = [&](storage::Connection& connection) { return read_listed(connection, app, visit); };
  const Listed listed = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CLOSURES_URL", closures_path(request, visit));
  if (listed.closures.empty()) {
    values.show("NONE");
  } else {
    web::Values rows = values.add("COMING");
    for (const auto& kept : listed.closures) add_closure(app, request, visit, listed, kept, rows);
  }
  if (visit.office != nullptr && listed.displaced > 0) {
    values.add("DISPLACED")
        .set("COUNT", listed.displaced)
        .set("URL", office_path(request, visit, "/displaced"));
  }
  add_notice(request, values);
  add_typed(app, request, visit, shown.typed, values);
  values.set("TODAY", domain::to_iso(today_of(app, visit)));
  for (const auto& [field, code] : shown.mistakes) add_field_error(app, request, values, field, code);
  if (!shown.refusal.empty()) values.show(shown.refusal);
  const int status = !shown.mistakes.empty() ? 422 : !shown.refusal.empty() ? 409 : 200;
  co_return show_staff_page(app, request, visit, kPage, "closures.title", values, status);
}

void add_people(const App& app, const web::Request& request, const Visit& visit, const Effect& effect,
                web::Values& values) {
  if (effect.people.empty()) return;
  web::Values list = values.add("PEOPLE");
  for (const appointments::Appointment& one : effect.people) add_person(app, request, visit, one, list);
  const std::size_t others = effect.total.appointments - effect.people.size();
  if (others > 0) list.add("OTHERS").set("COUNT", others);
}

void add_effect(const App& app, const web::Request& request, const Visit& visit, const Effect& effect,
                web::Values& values) {
  values.set("SLOTS", effect.total.slots).set("FREE_SEATS", effect.total.free_seats);
  values.set("APPOINTMENTS", effect.total.appointments);
  values.show(effect.total.appointments > 0 ? "SOMEBODY" : "NOBODY");
  if (visit.office != nullptr) return add_people(app, request, visit, effect, values);
  if (effect.offices.empty()) return;
  web::Values table = values.add("OFFICES");
  for (const OfficeEffect& office : effect.offices) {
    web::Values row = table.add("OFFICE");
    row.set("NAME", office.office->name.in(request.language)).set("SLOTS", office.slots);
    row.set("APPOINTMENTS", office.appointments);
  }
}

/// People are named at an office, and that is a look at them.
base::Task<base::Done> note_look(App& app, const web::Request& request, const Visit& visit) {
  if (visit.office != nullptr) {
    const audit::Append look =
        look_at(visit, "office:" + std::to_string(visit.office->id.value), "effect of a closure");
    co_await app.engine.submit(*request.executor, look);
  }
  co_return base::Done{};
}

base::Task<web::Response> preview(App& app, const web::Request& request, const Visit& visit,
                                  const Typed& typed, const Checked& checked) {
  auto noting = note_look(app, request, visit);
  co_await noting;
  auto read = [&](storage::Connection& connection) {
    return effect_of_closing(connection, app, *visit.catalogue, checked.place, checked.closure);
  };
  const Effect effect = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CLOSURES_URL", closures_path(request, visit));
  values.set("WHEN", when_of(app, request, checked.closure));
  values.set("PLACE", place_text(app, request, *visit.catalogue, checked.place));
  values.set("REASON_IN_MALAY", checked.closure.reason.ms)
      .set("REASON_IN_ENGLISH", checked.closure.reason.en);
  add_typed(app, request, visit, typed, values);
  add_effect(app, request, visit, effect, values);
  co_return show_staff_page(app, request, visit, kPreviewPage, "closures.preview", values);
}

base::Task<web::Response> close_now(App& app, const web::Request& request, const Visit& visit, Typed typed,
                                    const Checked& checked) {
  CloseCounters command{
      {app.ids.make<domain::ClosureId>(), checked.place, checked.closure, visit.account().actor()}};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome) co_return web::Response::see_other(closures_path(request, visit) + "?done=closed");
  Shown shown{std::move(typed), {}, {}};
  switch (outcome.refusal()) {
    case catalogue::ClosureRefusal::already_there:
      shown.refusal = "ALREADY_THERE";
      break;
    case catalogue::ClosureRefusal::place_gone:
      shown.refusal = "PLACE_GONE";
      break;
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> ask_whether_sure(App& app, const web::Request& request, const Visit& visit,
                                           const catalogue::KeptClosure& kept) {
  auto noting = note_look(app, request, visit);
  co_await noting;
  auto read = [&](storage::Connection& connection) {
    return effect_of_opening(connection, app, *visit.catalogue, kept);
  };
  const Effect effect = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CLOSURES_URL", closures_path(request, visit)).set("ID", kept.id.value);
  values.set("WHEN", when_of(app, request, kept.closure));
  values.set("PLACE", place_text(app, request, *visit.catalogue, kept.place));
  values.set("REASON", kept.closure.reason.in(request.language));
  add_effect(app, request, visit, effect, values);
  co_return show_staff_page(app, request, visit, kUndoPage, "closures.undo_title", values);
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  Shown shown;
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> close(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Shown shown;
  if (form) shown.typed = typed_in(*form);
  const std::string step(form ? form->value("step") : "");
  if (step != "change") {
    const Checked checked = check(shown.typed, visit, app.words, today_of(app, visit));
    if (checked.mistakes.empty()) {
      auto doing = step == "close" ? close_now(app, request, visit, shown.typed, checked)
                                   : preview(app, request, visit, shown.typed, checked);
      co_return co_await doing;
    }
    shown.mistakes = checked.mistakes;
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> undo(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("closure")) : std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return id ? catalogue::find_closure(connection, domain::ClosureId{*id}) : std::nullopt;
  };
  const auto kept = co_await app.readers.read(*request.executor, find);
  if (!kept || !concerns(visit, *kept)) co_return status_page(app, request, 404);
  if (!can_undo(visit, *kept)) co_return web::Response::see_other(closures_path(request, visit));
  if (form->value("sure") != "yes") {
    auto asking = ask_whether_sure(app, request, visit, *kept);
    co_return co_await asking;
  }
  OpenCounters command{{kept->id, visit.account().actor()}, kept->place};
  co_await app.engine.submit(*request.executor, std::move(command));
  co_return web::Response::see_other(closures_path(request, visit) + "?done=opened");
}

}  // namespace temujanji::features::close_counters
