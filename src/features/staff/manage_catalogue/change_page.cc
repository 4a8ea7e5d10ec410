#include <algorithm>

#include "base/text.h"
#include "features/counter_page.h"
#include "features/staff/manage_catalogue/bench.h"
#include "features/staff/manage_catalogue/cells.h"
#include "features/staff/manage_catalogue/effect.h"
#include "features/staff/manage_catalogue/routes.h"
#include "features/staff/manage_catalogue/save.h"
#include "features/staff_names.h"
#include "web/form.h"

namespace temujanji::features::manage_catalogue {
namespace {

using catalogue::KeptChange;
using catalogue::RowEdit;
using catalogue::SheetForm;
using catalogue::SheetRow;

constexpr int kHistoryMax = 100;
constexpr std::size_t kEditsShownMax = 300;
constexpr std::size_t kReasonMax = 200;

/// What the page of a change reads.
struct Read {
  std::optional<KeptChange> change;
  catalogue::Edits edits;
  Bench bench;
  Effect effect;
  std::string made_by;

  bool is_open() const { return change && !change->saved_at; }
};

/// One that others work on is not there for them.
Read read_change(storage::Connection& connection, App& app, domain::ChangeId id, std::string_view actor,
                 std::optional<Naming> with_effect) {
  Read read;
  read.change = catalogue::find_change(connection, id);
  if (!read.change || (!read.change->saved_at && read.change->made_by != actor)) return {};
  read.bench = read_bench(connection, actor);
  read.edits = catalogue::parse_edits(read.change->edits).value_or(catalogue::Edits());
  read.made_by = StaffNames(connection, app.keys).of_actor(read.change->made_by);
  if (with_effect && read.is_open() && read.bench.edited.conflicts.empty()) {
    read.effect = effect_of(connection, app, read.bench, *with_effect);
  }
  return read;
}

std::optional<domain::ChangeId> id_in(const web::Request& request) {
  const auto id = base::parse_number<std::int64_t>(request.path_values.front());
  if (!id) return std::nullopt;
  return domain::ChangeId{*id};
}

base::Task<Read> read(App& app, const web::Request& request, const Visit& visit,
                      std::optional<Naming> with_effect) {
  const auto id = id_in(request);
  auto reading = [&](storage::Connection& connection) {
    return id ? read_change(connection, app, *id, visit.account().actor(), with_effect) : Read();
  };
  co_return co_await app.readers.read(*request.executor, reading);
}

/// What differs between the row before and after, or all that is not empty of one that is new.
void add_edited_fields(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
                       const SheetForm& form, const std::optional<SheetRow>& before,
                       const std::optional<SheetRow>& after, web::Values& values) {
  if (!after) return;
  web::Values fields = values.add("FIELDS");
  for (std::size_t i = 0; i < form.columns.size(); ++i) {
    const auto& column = form.columns[i];
    const std::string& to = (*after)[i];
    if (before ? (*before)[i] == to : to.empty()) continue;
    web::Values field = fields.add("FIELD");
    field.set("LABEL", label_of(app, request, column)).set("AFTER", shown(app, request, sheets, column, to));
    if (before) field.add("BEFORE_THERE").set("BEFORE", shown(app, request, sheets, column, (*before)[i]));
  }
}

void add_edit(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
              const RowEdit& edit, web::Values& values) {
  const SheetForm& form = *catalogue::find_sheet_form(edit.sheet);
  web::Values row = values.add("EDIT");
  row.set("SHEET", say(app, request, "sheet." + edit.sheet));
  row.set("TITLE", title_of(app, request, sheets, form, edit.after ? *edit.after : *edit.before));
  row.show(!edit.before ? "ADDED" : edit.after ? "CHANGED" : "REMOVED_ROW");
  add_edited_fields(app, request, sheets, form, edit.before, edit.after, row);
}

void add_edits(const App& app, const web::Request& request, const Read& read, web::Values& values) {
  web::Values rows = values.add("ROWS");
  rows.set("COUNT", read.edits.size());
  for (std::size_t i = 0; i < std::min(read.edits.size(), kEditsShownMax); ++i) {
    add_edit(app, request, read.bench.edited.sheets, read.edits[i], rows);
  }
  if (read.edits.size() > kEditsShownMax) {
    rows.add("MORE_EDITS").set("COUNT", read.edits.size() - kEditsShownMax);
  }
}

void add_conflicts(const App& app, const web::Request& request, const Read& read, web::Values& values) {
  const auto& sheets = read.bench.edited.sheets;
  web::Values list = values.add("CONFLICTS");
  for (const catalogue::Conflict& conflict : read.bench.edited.conflicts) {
    const SheetForm& form = *catalogue::find_sheet_form(conflict.edit.sheet);
    const RowEdit& edit = conflict.edit;
    web::Values row = list.add("EDIT");
    row.set("SHEET", say(app, request, "sheet." + edit.sheet));
    row.set("TITLE", title_of(app, request, sheets, form, edit.after ? *edit.after : *edit.before));
    for (std::size_t i = 0; i < form.columns.size(); ++i) {
      const std::string now = conflict.now ? (*conflict.now)[i] : "";
      const std::string mine = edit.after ? (*edit.after)[i] : "";
      if (now == mine) continue;
      web::Values field = row.add("FIELD");
      field.set("LABEL", label_of(app, request, form.columns[i]));
      field.set("NOW", shown(app, request, sheets, form.columns[i], now));
      field.set("AFTER", shown(app, request, sheets, form.columns[i], mine));
    }
  }
}

/// Tells whether the edits are still those that were shown.
std::string fingerprint_of(const App& app, const KeptChange& change) {
  return base::to_hex(base::bytes_of(app.keys.hash("catalogue_edits", change.edits)));
}

struct Shown {
  std::string typed_reason = {};
  std::string_view reason_mistake = {};
  /// A section that tells why nothing was done.
  std::string_view refusal = {};
  /// Why the catalogue cannot be made so although each row is in order.
  catalogue::Problems problems = {};
};

void add_open_change(const App& app, const web::Request& request, const Read& read, const Shown& shown,
                     web::Values& values) {
  values.show("WORKED_ON").set("EDITS_KEPT", fingerprint_of(app, *read.change));
  values.set("TYPED_REASON", shown.typed_reason);
  if (!read.bench.is_readable) {
    values.show("UNREADABLE");
    return;
  }
  if (!read.bench.edited.conflicts.empty()) return add_conflicts(app, request, read, values);
  add_effect(app, request, read.effect, values);
  values.show_if(read.effect.problems.none(), "CAN_SAVE");
}

void add_saved_change(const App& app, const web::Request& request, const Visit& visit, const Read& read,
                      web::Values& values) {
  const KeptChange& change = *read.change;
  web::Values saved = values.add("SAVED");
  saved.set("REASON", change.reason).set("BY", read.made_by);
  saved.set("AT", app.words.date_time(request.language, zone_of(visit).to_local(*change.saved_at)));
  saved.show(change.settled ? "SETTLED" : "UNDER_WAY");
  const auto query = web::Form::parse(request.query);
  saved.show_if(query && query->value("done") == "saved", "SAVED_NOW");
  if (change.undoes) saved.add("UNDOES").set("URL", change_path(request, *change.undoes));
  if (change.undone_by) saved.add("UNDONE").set("URL", change_path(request, *change.undone_by));
  values.show_if(visit.may(domain::Right::run_country) && !change.undone_by && !read.edits.empty(),
                 "CAN_UNDO");
}

web::Response page(const App& app, const web::Request& request, const Visit& visit, const Read& read,
                   const Shown& shown) {
  web::Values values;
  values.set("CHANGE_URL", change_path(request, read.change->id));
  if (read.is_open()) {
    add_open_change(app, request, read, shown, values);
  } else {
    add_saved_change(app, request, visit, read, values);
  }
  add_edits(app, request, read, values);
  if (!shown.problems.none()) add_problems(app, request, shown.problems, values);
  if (!shown.reason_mistake.empty()) {
    add_field_error(app, request, values, "reason", shown.reason_mistake);
  }
  if (shown.refusal == "STILL_OPEN") {
    values.add("STILL_OPEN").set("URL", change_path(request, read.bench.open->id));
  } else if (!shown.refusal.empty()) {
    values.show(shown.refusal);
  }
  const int status = !shown.reason_mistake.empty() || !shown.problems.none() ? 422
                     : !shown.refusal.empty()                                ? 409
                                                                             : 200;
  return show_staff_page(app, request, visit, "features/staff/manage_catalogue/change.html",
                         read.is_open() ? "catalogue.effect_title" : "catalogue.history", values, status);
}

/// People are named, and that is a look at them.
base::Task<base::Done> note_look(App& app, const web::Request& request, const Visit& visit,
                                 const Read& read) {
  if (!read.effect.people.empty()) {
    const audit::Append look =
        look_at(visit, "catalogue_change:" + std::to_string(read.change->id.value), "effect of a change");
    co_await app.engine.submit(*request.executor, look);
  }
  co_return base::Done{};
}

base::Task<web::Response> show_again(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  auto reading = read(app, request, visit, Naming::with_people);
  const Read again = co_await reading;
  if (!again.change) co_return status_page(app, request, 404);
  auto noting = note_look(app, request, visit, again);
  co_await noting;
  co_return page(app, request, visit, again, shown);
}

base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit, Read read,
                               const web::Form& form) {
  Shown shown{std::string(form.value("reason"))};
  const bool is_seen = form.value("seen") == fingerprint_of(app, *read.change);
  if (!is_seen || !read.bench.is_readable || !read.bench.edited.conflicts.empty() ||
      !read.effect.problems.none()) {
    shown.refusal = "CHANGED_MEANWHILE";
  } else if (shown.typed_reason.empty() || base::code_points(shown.typed_reason) > kReasonMax) {
    shown.reason_mistake = shown.typed_reason.empty() ? "required_why_changed" : "too_long";
  } else {
    SaveAndTell command{{read.change->id,
                         read.change->edits,
                         shown.typed_reason,
                         read.effect.pool_codes(),
                         read.bench.revision,
                         {read.effect.draft, &app.ids}},
                        visit.account().actor()};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) {
      co_return web::Response::see_other(change_path(request, read.change->id) + "?done=saved");
    }
    if (const auto* problems = std::get_if<catalogue::Problems>(&outcome.refusal())) {
      shown.problems = *problems;
    } else {
      shown.refusal = "CHANGED_MEANWHILE";
    }
  }
  auto showing = show_again(app, request, visit, std::move(shown));
  co_return co_await showing;
}

/// Edits in conflict begin from the row as it is now, or are given up.
catalogue::Edits resolved(const Bench& bench, bool mine) {
  catalogue::Edits edits;
  for (const RowEdit& edit : bench.edits) {
    const auto conflict = std::ranges::find(bench.edited.conflicts, edit, &catalogue::Conflict::edit);
    if (conflict == bench.edited.conflicts.end()) {
      edits.push_back(edit);
    } else if (mine && (conflict->now || edit.after)) {
      edits.push_back({edit.sheet, conflict->now, edit.after});
    }
  }
  return edits;
}

base::Task<web::Response> go_on_with(App& app, const web::Request& request, const Visit& visit,
                                     const Read& read, catalogue::Edits edits) {
  std::string to = edits.empty() ? catalogue_path(request) : std::string();
  auto keeping = keep(app, request, visit, read.bench, std::move(edits), std::move(to));
  co_return co_await keeping;
}

/// Taking back is a change that is worked on, seen and saved like any other.
base::Task<web::Response> undo(App& app, const web::Request& request, const Visit& visit, const Read& read) {
  if (read.bench.open) {
    const Shown shown{{}, {}, "STILL_OPEN"};
    co_return page(app, request, visit, read, shown);
  }
  catalogue::KeepEdits command{app.ids.make<domain::ChangeId>(), visit.account().actor(), "",
                               catalogue::to_text(catalogue::inverse(read.edits)), read.change->id};
  const domain::ChangeId id = command.id;
  if (!co_await app.engine.submit(*request.executor, std::move(command))) {
    co_return status_page(app, request, 409);
  }
  co_return web::Response::see_other(change_path(request, id));
}

}  // namespace

base::Task<web::Response> history(App& app, const web::Request& request, const Visit& visit) {
  std::vector<std::string> names;
  Bench bench;
  auto read = [&](storage::Connection& connection) {
    bench = read_open(connection, visit.account().actor());
    auto changes = catalogue::list_saved_changes(connection, kHistoryMax);
    StaffNames staff_names(connection, app.keys);
    for (const KeptChange& change : changes) names.push_back(staff_names.of_actor(change.made_by));
    return changes;
  };
  const std::vector<KeptChange> changes = co_await app.readers.read(*request.executor, read);
  web::Values values;
  add_open(request, bench, values);
  values.show_if(changes.empty(), "NONE");
  web::Values saved = values.add("SAVED");
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const KeptChange& change = changes[i];
    web::Values row = saved.add("CHANGE");
    row.set("URL", change_path(request, change.id)).set("REASON", change.reason).set("BY", names[i]);
    row.set("AT", app.words.date_time(request.language, zone_of(visit).to_local(*change.saved_at)));
    row.show_if(change.undoes.has_value(), "UNDOES").show_if(change.undone_by.has_value(), "UNDONE");
    row.show_if(!change.settled, "UNDER_WAY");
  }
  co_return show_staff_page(app, request, visit, "features/staff/manage_catalogue/changes.html",
                            "catalogue.history", values);
}

base::Task<web::Response> show_change(App& app, const web::Request& request, const Visit& visit) {
  Shown shown;
  auto showing = show_again(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> act_on_change(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const std::string step(form ? form->value("step") : "");
  auto reading =
      read(app, request, visit, step == "save" ? std::optional(Naming::numbers_only) : std::nullopt);
  Read read = co_await reading;
  if (!read.change || !form) co_return status_page(app, request, 404);
  if (!read.is_open()) {
    if (step != "undo" || read.change->undone_by) {
      co_return web::Response::see_other(change_path(request, read.change->id));
    }
    auto undoing = undo(app, request, visit, read);
    co_return co_await undoing;
  }
  if (step == "save") {
    auto saving = save(app, request, visit, std::move(read), *form);
    co_return co_await saving;
  }
  if (step == "discard" || step == "mine" || step == "theirs") {
    catalogue::Edits edits = step == "discard" ? catalogue::Edits() : resolved(read.bench, step == "mine");
    auto going_on = go_on_with(app, request, visit, read, std::move(edits));
    co_return co_await going_on;
  }
  co_return web::Response::see_other(change_path(request, read.change->id));
}

}  // namespace temujanji::features::manage_catalogue
