#include "features/staff/cancel_many/routes.h"

#include <algorithm>

#include "appointments/find.h"
#include "base/text.h"
#include "features/approval_subjects.h"
#include "features/counter_page.h"
#include "features/people_rows.h"
#include "features/staff/cancel_many/act.h"
#include "features/staff/cancel_many/form.h"
#include "features/staff_names.h"

namespace temujanji::features::cancel_many {
namespace {

constexpr std::string_view kPage = "features/staff/cancel_many/page.html";
constexpr std::string_view kPreviewPage = "features/staff/cancel_many/preview.html";
constexpr int kRowsMax = 50;
/// A form has at most a hundred fields, so of a longer list nobody can be left out one by one.
constexpr std::size_t kChosenMax = 80;

using People = std::vector<appointments::Appointment>;

/// One that was asked for.
struct Row {
  appointments::BulkCancellation cancellation;
  appointments::BulkCount count;
  std::string asked_by;
  /// Nobody has decided yet.
  bool waiting = false;
};

/// What the page reads from the database.
struct Listed {
  std::vector<Row> rows;
  /// Whose names are asked for.
  std::optional<domain::BulkCancellationId> named;
  People people;
};

People open_people(storage::Connection& connection, const App& app,
                   const std::vector<domain::AppointmentId>& ids) {
  People people;
  for (const domain::AppointmentId id : ids) {
    auto found = appointments::find_appointment(connection, app.keys, id);
    if (found) people.push_back(std::move(*found));
  }
  std::ranges::stable_sort(people, {}, &appointments::Appointment::starts_at);
  return people;
}

Listed read_listed(storage::Connection& connection, const App& app, const Visit& visit,
                   std::optional<domain::BulkCancellationId> named) {
  Listed listed;
  StaffNames names(connection, app.keys);
  for (auto& found : appointments::list_bulk_cancellations(connection, visit.office->id, kRowsMax)) {
    Row& row = listed.rows.emplace_back();
    row.count = appointments::count_bulk(connection, found.id);
    row.asked_by = names.of(found.asked_by);
    row.waiting = staff::is_waiting(connection, domain::SensitiveAct::cancel_many, subject_of(found.id),
                                    app.clock.now());
    if (named == found.id) listed.named = named;
    row.cancellation = std::move(found);
  }
  if (listed.named) listed.people = open_people(connection, app, appointments::list_bulk(connection, *named));
  return listed;
}

std::string when_text(const App& app, const web::Request& request, domain::Date on,
                      const std::optional<domain::MinuteSpan>& part) {
  const std::string date = app.words.date(request.language, on);
  return part ? date + ", " + part_text(app, request, *part) : date;
}

std::string pool_text(const App& app, const web::Request& request, const catalogue::Pool* pool) {
  return std::string(pool == nullptr ? say(app, request, "cancellations.all_pools")
                                     : pool->name.in(request.language));
}

std::string_view state_of(const Row& row) {
  if (row.cancellation.ended_at) return "ENDED";
  if (row.cancellation.approved_at) return "UNDER_WAY";
  return row.waiting ? "WAITING" : "NOT_APPROVED";
}

void add_row(const App& app, const web::Request& request, const Visit& visit, const Row& found,
             web::Values& values) {
  const appointments::BulkCancellation& one = found.cancellation;
  web::Values row = values.add("CANCELLATION");
  row.set("WHEN", when_text(app, request, one.on, one.part));
  row.set("POOL", pool_text(app, request, one.pool ? visit.catalogue->find_pool(*one.pool) : nullptr));
  row.set("REASON", one.reason.in(request.language)).set("BY", found.asked_by);
  row.set("AT", app.words.date_time(request.language, visit.office->zone.to_local(one.asked_at)));
  row.set("ALL", found.count.all).set("CANCELLED", found.count.cancelled).set("KEPT", found.count.kept);
  row.set("NAMES_URL",
          office_path(request, visit, "/cancellations?names=" + std::to_string(one.id.value)) + "#names");
  row.show(state_of(found));
}

void add_people(const App& app, const web::Request& request, const Visit& visit, const People& people,
                const Typed& typed, web::Values& list) {
  for (const appointments::Appointment& one : people) {
    web::Values row = add_person(app, request, visit, one, list);
    row.show_if(is_kept(typed, one.id), "IS_KEPT");
  }
}

base::Task<base::Done> note_look(App& app, const web::Request& request, const Visit& visit) {
  const audit::Append look =
      look_at(visit, "office:" + std::to_string(visit.office->id.value), "appointments to cancel");
  co_await app.engine.submit(*request.executor, look);
  co_return base::Done{};
}

struct Shown {
  Typed typed = {};
  Mistakes mistakes = {};
};

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  const auto query = web::Form::parse(request.query);
  const auto named = query ? base::parse_number<std::int64_t>(query->value("names")) : std::nullopt;
  if (named) {
    auto noting = note_look(app, request, visit);
    co_await noting;
  }
  auto read = [&](storage::Connection& connection) {
    return read_listed(connection, app, visit,
                       named ? std::optional(domain::BulkCancellationId{*named}) : std::nullopt);
  };
  const Listed listed = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CANCELLATIONS_URL", office_path(request, visit, "/cancellations"));
  values.set("TODAY", domain::to_iso(visit.office->zone.date_at(app.clock.now())));
  values.show_if(query && query->value("done") == "asked", "ASKED");
  for (const Row& row : listed.rows) add_row(app, request, visit, row, values);
  values.show_if(!listed.rows.empty(), "ANY");
  values.show_if(!listed.named, "ASK");
  if (listed.named) {
    web::Values list = values.add("NAMES");
    add_people(app, request, visit, listed.people, shown.typed, list);
  }
  add_typed(app, request, visit, shown.typed, values);
  for (const auto& [field, code] : shown.mistakes) add_field_error(app, request, values, field, code);
  co_return show_staff_page(app, request, visit, kPage, "cancellations.title", values,
                            shown.mistakes.empty() ? 200 : 422);
}

/// Whom it would concern, and what tells that list from another.
struct Candidates {
  std::vector<appointments::BulkMember> members;
  std::string fingerprint;

  std::vector<domain::AppointmentId> ids() const {
    std::vector<domain::AppointmentId> ids;
    for (const auto& member : members) ids.push_back(member.appointment);
    return ids;
  }
};

base::Task<Candidates> find_candidates(App& app, const web::Request& request, const Visit& visit,
                                       const Checked& checked) {
  auto read = [&](storage::Connection& connection) {
    const auto affected = list_candidates(connection, visit, checked, app.clock.now());
    Candidates candidates;
    candidates.fingerprint = fingerprint(affected);
    for (const auto& one : affected) candidates.members.push_back({one.appointment, one.slot});
    return candidates;
  };
  co_return co_await app.readers.read(*request.executor, read);
}

/// They are named, and that is a look at them.
base::Task<web::Response> preview(App& app, const web::Request& request, const Visit& visit,
                                  const Typed& typed, const Checked& checked, const Candidates& candidates,
                                  std::string_view notice) {
  auto noting = note_look(app, request, visit);
  co_await noting;
  auto read = [&](storage::Connection& connection) { return open_people(connection, app, candidates.ids()); };
  const People people = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("CANCELLATIONS_URL", office_path(request, visit, "/cancellations"));
  values.set("WHEN", when_text(app, request, checked.on, checked.part));
  values.set("POOL", pool_text(app, request, checked.pool));
  values.set("REASON_IN_MALAY", checked.reason.ms).set("REASON_IN_ENGLISH", checked.reason.en);
  values.set("SEEN", candidates.fingerprint).set("COUNT", candidates.members.size());
  add_typed(app, request, visit, typed, values);
  web::Values list = values.add(candidates.members.size() <= kChosenMax ? "CHOOSE" : "ALL");
  add_people(app, request, visit, people, typed, list);
  if (!notice.empty()) values.show(notice);
  co_return show_staff_page(app, request, visit, kPreviewPage, "cancellations.preview", values,
                            notice.empty() ? 200 : 409);
}

base::Task<web::Response> ask_now(App& app, const web::Request& request, const Visit& visit,
                                  const Checked& checked, std::vector<appointments::BulkMember> members) {
  AskToCancel command;
  appointments::BulkCancellation& cancellation = command.keep.cancellation;
  cancellation.id = app.ids.make<domain::BulkCancellationId>();
  cancellation.office = visit.office->id;
  cancellation.on = checked.on;
  if (checked.pool != nullptr) cancellation.pool = checked.pool->id;
  cancellation.part = checked.part;
  cancellation.reason = checked.reason;
  cancellation.asked_by = visit.account().id;
  command.ask = {app.ids.make<domain::ApprovalId>(),
                 domain::SensitiveAct::cancel_many,
                 visit.office->id,
                 subject_of(cancellation.id),
                 checked.reason.ms + " / " + checked.reason.en,
                 visit.account().id};
  command.keep.members = std::move(members);
  co_await app.engine.submit(*request.executor, std::move(command));
  co_return web::Response::see_other(office_path(request, visit, "/cancellations?done=asked"));
}

/// What a form leads to when nothing is wrong with its fields.
base::Task<web::Response> go_on(App& app, const web::Request& request, const Visit& visit, Typed typed,
                                const Checked& checked, const std::optional<std::string>& seen) {
  auto finding = find_candidates(app, request, visit, checked);
  const Candidates candidates = co_await finding;
  if (candidates.members.empty() || candidates.members.size() > appointments::kBulkMax) {
    Shown shown{std::move(typed), {}};
    shown.mistakes.emplace_back("on", candidates.members.empty() ? "bulk_nobody" : "bulk_many");
    auto showing = page(app, request, visit, std::move(shown));
    co_return co_await showing;
  }
  std::vector<appointments::BulkMember> members = candidates.members;
  std::erase_if(members, [&](const auto& member) { return is_kept(typed, member.appointment); });
  const bool is_seen = seen && *seen == candidates.fingerprint;
  if (!is_seen || members.empty()) {
    const std::string_view notice = !seen ? "" : is_seen ? "NOBODY_LEFT" : "LIST_CHANGED";
    auto showing = preview(app, request, visit, typed, checked, candidates, notice);
    co_return co_await showing;
  }
  auto asking = ask_now(app, request, visit, checked, std::move(members));
  co_return co_await asking;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  Shown shown;
  if (const auto query = web::Form::parse(request.query)) {
    shown.typed.on = query->value("on");
    shown.typed.pool = query->value("pool");
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Shown shown;
  if (form) shown.typed = typed_in(*form);
  const std::string step(form ? form->value("step") : "");
  if (step != "change") {
    const Checked checked = check(shown.typed, visit, app.words, visit.office->zone.date_at(app.clock.now()));
    if (checked.mistakes.empty()) {
      const auto seen = step == "ask" ? std::optional(std::string(form->value("seen"))) : std::nullopt;
      auto going = go_on(app, request, visit, std::move(shown.typed), checked, seen);
      co_return co_await going;
    }
    shown.mistakes = checked.mistakes;
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

}  // namespace temujanji::features::cancel_many
