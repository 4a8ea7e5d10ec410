#include "features/staff/reassign/routes.h"

#include <algorithm>
#include <array>
#include <map>

#include "appointments/displace.h"
#include "appointments/move.h"
#include "base/text.h"
#include "domain/reference.h"
#include "features/counter_page.h"
#include "features/reassigned.h"
#include "features/staff/reassign/choices.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::reassign {
namespace {

constexpr std::string_view kPage = "features/staff/reassign/page.html";
/// So many stand on the page; the next come when these are settled.
constexpr int kShownMax = 50;
constexpr std::array<std::string_view, 4> kReasons{"no_slot", "asked", "unreachable", "service_stopped"};

struct Waiting {
  appointments::Appointment appointment;
  base::Bilingual reason;  // of the closure; empty if that is not known
};

struct Listed {
  std::vector<Waiting> waiting;
  std::int64_t all = 0;
};

Listed read_listed(storage::Connection& connection, const App& app, domain::OfficeId office) {
  Listed listed;
  listed.all = appointments::count_displaced_at(connection, office);
  for (const auto id : appointments::list_displaced_at(connection, office, kShownMax)) {
    auto appointment = appointments::find_appointment(connection, app.keys, id);
    if (!appointment) continue;
    auto reason = find_reassigned(connection, appointments::list_events(connection, id)).reason;
    listed.waiting.push_back({std::move(*appointment), std::move(reason)});
  }
  return listed;
}

std::string displaced_path(const web::Request& request, const Visit& visit) {
  return office_path(request, visit, "/displaced");
}

void add_choices(const App& app, const web::Request& request, const std::vector<Choice>& choices,
                 std::string_view section, bool named, web::Values& values) {
  for (const Choice& choice : choices) {
    std::string name = app.words.date_time(request.language, choice.office->zone.to_local(choice.starts_at));
    if (named) name += " – " + choice.office->name.in(request.language);
    values.add(section).set("VALUE", choice.slot.value).set("NAME", name);
  }
}

web::Values add_waiting(const App& app, const web::Request& request, const Visit& visit,
                        const Waiting& waiting, Choices& choices, web::Values& values) {
  const appointments::Appointment& one = waiting.appointment;
  web::Values row = values.add("WAITING");
  row.set("ID", one.id.value).set("FROM", one.slot.value);
  row.set("NAME", one.person.name).set("REFERENCE", domain::display_reference(one.reference));
  row.set("PHONE", one.person.phone).set("EMAIL", one.person.email);
  const catalogue::Service* service = visit.catalogue->find_service(one.service);
  row.set("SERVICE", service == nullptr ? "" : service->name.in(request.language));
  if (one.seats > 1) row.add("GROUP").set("PERSONS", one.seats);
  row.set("WHEN", app.words.date_time(request.language, visit.office->zone.to_local(one.starts_at)));
  row.set("REASON", waiting.reason.in(request.language));
  const auto here = choices.here(one);
  const auto elsewhere = choices.elsewhere(one);
  if (here.empty() && elsewhere.empty()) {
    row.show("NO_SLOT");
  } else {
    web::Values move = row.add("CAN_MOVE");
    if (!here.empty()) {
      web::Values group = move.add("HERE");
      add_choices(app, request, here, "CHOICE", false, group);
    }
    if (!elsewhere.empty()) {
      web::Values group = move.add("ELSEWHERE");
      add_choices(app, request, elsewhere, "CHOICE", true, group);
    }
  }
  for (const std::string_view reason : kReasons) {
    row.add("REASON_CHOICE")
        .set("VALUE", reason)
        .set("TEXT", say(app, request, "cancel_reason." + std::string(reason)));
  }
  return row;
}

/// From which date slots are offered, if that was asked for.
std::optional<domain::Date> asked_date(std::string_view fields) {
  const auto form = web::Form::parse(fields);
  return form ? domain::parse_date(form->value("on")) : std::nullopt;
}

struct Shown {
  std::optional<domain::Date> from = {};
  /// A section that tells what was done, or why not.
  std::string_view notice = {};
  int status = 200;
  /// Who cannot be cancelled yet, since no reason was chosen.
  std::optional<domain::AppointmentId> without_reason = {};
  /// How many were moved together.
  int moved = 0;
};

/// Where everybody goes if they are moved together, before it is done.
void add_proposals(const App& app, const web::Request& request, const Visit& visit, const Listed& listed,
                   web::Values& list) {
  Choices choices(app, *visit.catalogue, std::nullopt);
  const auto time = [&](base::Instant at) {
    return app.words.date_time(request.language, visit.office->zone.to_local(at));
  };
  std::size_t movable = 0;
  web::Values together = list.add("TOGETHER");
  for (const Waiting& waiting : listed.waiting) {
    const appointments::Appointment& one = waiting.appointment;
    web::Values row = together.add("PROPOSAL");
    row.set("NAME", one.person.name).set("WHEN", time(one.starts_at));
    const auto choice = choices.propose(one);
    if (!choice) {
      row.show("STAYS");
      continue;
    }
    ++movable;
    web::Values goes = row.add("GOES");
    goes.set("TO", time(choice->starts_at)).set("ID", one.id.value).set("SLOT", choice->slot.value);
  }
  together.set("MOVABLE", movable);
  if (movable > 0) together.show("ANY");
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  const audit::Append look =
      look_at(visit, "office:" + std::to_string(visit.office->id.value), "displaced appointments");
  co_await app.engine.submit(*request.executor, look);
  auto read = [&](storage::Connection& connection) { return read_listed(connection, app, visit.office->id); };
  const Listed listed = co_await app.readers.read(*request.executor, read);
  Choices choices(app, *visit.catalogue, shown.from);
  web::Values values;
  values.set("DISPLACED_URL", displaced_path(request, visit)).set("ALL", listed.all);
  values.set("MOVED_COUNT", shown.moved);
  values.set("ON", shown.from ? domain::to_iso(*shown.from) : "");
  values.set("TODAY", domain::to_iso(visit.office->zone.date_at(app.clock.now())));
  if (listed.waiting.empty()) {
    values.show("NOBODY");
  } else {
    web::Values list = values.add("SOMEBODY");
    add_proposals(app, request, visit, listed, list);
    for (const Waiting& waiting : listed.waiting) {
      web::Values row = add_waiting(app, request, visit, waiting, choices, list);
      const domain::AppointmentId id = waiting.appointment.id;
      if (shown.without_reason == id)
        add_item_error(app, request, values, row, "reason", id.value, "required");
    }
  }
  if (!shown.notice.empty()) values.show(shown.notice);
  co_return show_staff_page(app, request, visit, kPage, "displaced.title", values, shown.status);
}

/// The appointment that a form names, if it is at this office.
base::Task<std::optional<appointments::Appointment>> find_here(App& app, const web::Request& request,
                                                               const Visit& visit,
                                                               const std::optional<web::Form>& form) {
  const auto id = form ? base::parse_number<std::int64_t>(form->value("appointment")) : std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return id ? appointments::find_appointment(connection, app.keys, domain::AppointmentId{*id})
              : std::nullopt;
  };
  auto found = co_await app.readers.read(*request.executor, find);
  if (found && found->office != visit.office->id) found.reset();
  co_return found;
}

std::string_view section_of(appointments::MoveRefusal refusal) {
  switch (refusal) {
    case appointments::MoveRefusal::unknown:
    case appointments::MoveRefusal::changed_meanwhile:
    case appointments::MoveRefusal::wrong_state:
      return "CHANGED_MEANWHILE";
    case appointments::MoveRefusal::slot_gone:
    case appointments::MoveRefusal::slot_full:
    case appointments::MoveRefusal::not_offered:
      return "SLOT_TAKEN";
    case appointments::MoveRefusal::needs_agreement:
      return "NEEDS_AGREEMENT";
  }
  return "";
}

std::string back(const web::Request& request, const Visit& visit, std::string_view done,
                 std::optional<domain::Date> from) {
  std::string path = displaced_path(request, visit) + "?done=" + std::string(done);
  if (from) path += "&on=" + domain::to_iso(*from);
  return path;
}

/// Where everybody is to go, by appointment: the form's "appointment-slot".
std::map<std::int64_t, domain::SlotId> read_proposals(const std::optional<web::Form>& form) {
  std::map<std::int64_t, domain::SlotId> proposals;
  if (!form) return proposals;
  for (const std::string_view pair : form->values("move")) {
    const std::size_t dash = std::min(pair.find('-'), pair.size());
    const auto appointment = base::parse_number<std::int64_t>(pair.substr(0, dash));
    const auto slot = base::parse_number<std::int64_t>(pair.substr(std::min(dash + 1, pair.size())));
    if (appointment && slot) proposals.insert_or_assign(*appointment, domain::SlotId{*slot});
  }
  return proposals;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  const auto query = web::Form::parse(request.query);
  const std::string_view done = query ? query->value("done") : "";
  Shown shown;
  shown.from = asked_date(request.query);
  if (done == "moved") shown.notice = "MOVED";
  if (done == "cancelled") shown.notice = "CANCELLED";
  if (done == "all") {
    shown.notice = "ALL_MOVED";
    shown.moved = base::parse_number<int>(query->value("moved")).value_or(0);
  }
  auto showing = page(app, request, visit, shown);
  co_return co_await showing;
}

base::Task<web::Response> move(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_here(app, request, visit, form);
  const auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  const auto from = base::parse_number<std::int64_t>(form->value("from")).value_or(0);
  const auto to = base::parse_number<std::int64_t>(form->value("to")).value_or(0);
  appointments::MoveAppointment command{found->id, domain::SlotId{from}, domain::SlotId{to},
                                        form->value("agreed") == "yes", visit.account().actor()};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  const auto on = asked_date(request.body);
  if (outcome) co_return web::Response::see_other(back(request, visit, "moved", on));
  Shown shown{on, section_of(outcome.refusal()), 409};
  auto showing = page(app, request, visit, shown);
  co_return co_await showing;
}

base::Task<web::Response> move_all(App& app, const web::Request& request, const Visit& visit) {
  auto read = [&](storage::Connection& connection) { return read_listed(connection, app, visit.office->id); };
  const Listed listed = co_await app.readers.read(*request.executor, read);
  const auto proposals = read_proposals(web::Form::parse(request.body));
  int moved = 0;
  for (const Waiting& waiting : listed.waiting) {
    const appointments::Appointment& one = waiting.appointment;
    const auto proposal = proposals.find(one.id.value);
    if (proposal == proposals.end()) continue;
    appointments::MoveAppointment command{one.id, one.slot, proposal->second, false, visit.account().actor()};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) ++moved;
  }
  const std::string path = back(request, visit, "all", std::nullopt);
  co_return web::Response::see_other(path + "&moved=" + std::to_string(moved));
}

base::Task<web::Response> cancel(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_here(app, request, visit, form);
  const auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  const std::string reason(form->value("reason"));
  Shown shown{asked_date(request.body), "", 422, found->id};
  if (std::ranges::find(kReasons, reason) != kReasons.end()) {
    appointments::CancelDisplaced command{found->id, found->slot, visit.account().actor(), reason};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) co_return web::Response::see_other(back(request, visit, "cancelled", shown.from));
    shown = {shown.from, "CHANGED_MEANWHILE", 409};
  }
  auto showing = page(app, request, visit, shown);
  co_return co_await showing;
}

}  // namespace temujanji::features::reassign
