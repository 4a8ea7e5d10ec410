#include "features/staff/read_audit_log/routes.h"

#include <algorithm>
#include <set>

#include "appointments/details.h"
#include "appointments/find.h"
#include "audit/last_verification.h"
#include "audit/proof.h"
#include "audit/store.h"
#include "base/text.h"
#include "domain/reference.h"
#include "features/counter_page.h"
#include "features/staff/read_audit_log/words.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::read_audit_log {
namespace {

constexpr std::string_view kPage = "features/staff/read_audit_log/page.html";
constexpr std::string_view kPersonPage = "features/staff/read_audit_log/person.html";
constexpr std::string_view kEntryPage = "features/staff/read_audit_log/entry.html";
constexpr int kRowsMax = 50;
constexpr std::size_t kReferenceMax = 40;

std::string audit_path(const web::Request& request) {
  return path_to(request, "/staff/audit");
}

/// What was asked for, as it was typed, and as it is looked for.
struct Asked {
  std::string who, act, office, from, to;
  audit::Filter filter = {};
  std::int64_t before = audit::kHighestId;
  std::vector<std::pair<std::string_view, std::string_view>> mistakes = {};
};

void read_dates(const Visit& visit, Asked& asked) {
  const auto midnight = [&](domain::Date on) {
    return zone_of(visit).to_utc(base::LocalTime(std::chrono::local_days(on)));
  };
  for (const auto& [field, text] : {std::pair("from", &asked.from), std::pair("to", &asked.to)}) {
    if (text->empty()) continue;
    const auto on = domain::parse_date(*text);
    if (!on) {
      asked.mistakes.emplace_back(field, "date");
    } else if (field == std::string_view("from")) {
      asked.filter.from = midnight(*on);
    } else {
      asked.filter.to = midnight(domain::plus_days(*on, 1));
    }
  }
}

Asked asked_in(const web::Request& request, const Visit& visit) {
  Asked asked;
  const auto query = web::Form::parse(request.query);
  if (!query) return asked;
  const auto value = [&](std::string_view field) { return std::string(query->value(field).substr(0, 60)); };
  asked.who = value("who");
  asked.act = value("act");
  asked.office = value("office");
  asked.from = value("from");
  asked.to = value("to");
  asked.before = base::parse_number<std::int64_t>(query->value("before")).value_or(audit::kHighestId);
  narrow_to_act(asked.act, asked.filter);
  const catalogue::Office* office = visit.catalogue->find_office(asked.office);
  if (office != nullptr) asked.filter.office = office->id.value;
  read_dates(visit, asked);
  return asked;
}

/// A user name, or one of those who have none.
std::optional<std::string> actor_of(storage::Connection& connection, const App& app, const std::string& who) {
  if (who.empty() || who == "applicant" || who == "api" || who == "operator") return who;
  const auto found = staff::find_credentials(connection, app.keys, base::to_lower(who));
  if (!found) return std::nullopt;
  return found->account.actor();
}

/// What the page reads from the database.
struct Read {
  audit::FoundPart part;
  Names names;
  std::optional<audit::Head> head;
  std::optional<audit::KeptVerification> verification;
};

Read read_page(storage::Connection& connection, const App& app, Asked& asked) {
  Read read;
  const auto actor = actor_of(connection, app, asked.who);
  if (!actor) asked.mistakes.emplace_back("who", "no_such_user");
  if (asked.mistakes.empty()) {
    asked.filter.actor = *actor;
    read.part = audit::list_found(connection, asked.filter, asked.before, kRowsMax);
    read.names = read_names(connection, app, read.part.rows);
  }
  read.head = audit::find_last_head(connection);
  read.verification = audit::find_last_verification(connection);
  return read;
}

std::string moment(const App& app, const web::Request& request, const Visit& visit, base::Instant at) {
  return app.words.date_time(request.language, zone_of(visit).to_local(at));
}

void add_choices(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
                 web::Values& values) {
  for (const std::string_view act : known_acts()) {
    web::Values choice = values.add("ACT_CHOICE");
    choice.set("VALUE", act).set("NAME", say(app, request, "log." + std::string(act)));
    choice.show_if(asked.act == act, "CHOSEN");
  }
  for (const catalogue::Office& office : visit.catalogue->offices()) {
    if (!office.active) continue;
    web::Values choice = values.add("OFFICE_CHOICE");
    choice.set("VALUE", office.code).set("NAME", office.name.in(request.language));
    choice.show_if(asked.office == office.code, "CHOSEN");
  }
}

void add_state(const App& app, const web::Request& request, const Visit& visit, const Read& read,
               web::Values& values) {
  if (read.head) {
    web::Values head = values.add("HEAD");
    head.set("NUMBER", read.head->number).set("SIZE", read.head->size);
    head.set("AT", moment(app, request, visit, read.head->at));
  } else {
    values.show("NO_HEAD");
  }
  if (!read.verification) {
    values.show("NOT_VERIFIED");
    return;
  }
  const audit::KeptVerification& seen = *read.verification;
  web::Values state = values.add(seen.problem_count == 0 ? "VERIFIED" : "DAMAGED");
  state.set("SIZE", seen.size).set("AT", moment(app, request, visit, seen.ended_at));
  state.set("COUNT", seen.problem_count);
  for (const std::string& problem : seen.problems) state.add("PROBLEM").set("TEXT", problem);
}

void add_older(const App& app, const web::Request& request, const Visit& visit, const Asked& asked,
               const audit::FoundPart& part, web::Values& values) {
  if (!part.next) return;
  values.add("OLDER").set("URL",
                          audit_path(request) + web::make_query({{"who", asked.who},
                                                                 {"act", asked.act},
                                                                 {"office", asked.office},
                                                                 {"from", asked.from},
                                                                 {"to", asked.to},
                                                                 {"before", std::to_string(*part.next)}}));
  if (part.rows.size() == static_cast<std::size_t>(kRowsMax)) return;
  values.add("LOOKED_UNTIL").set("AT", moment(app, request, visit, base::IdSource::made_at(*part.next)));
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Asked asked) {
  auto read = [&](storage::Connection& connection) { return read_page(connection, app, asked); };
  const Read found = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("AUDIT_URL", audit_path(request));
  values.set("WHO", asked.who).set("FROM", asked.from).set("TO", asked.to);
  add_choices(app, request, visit, asked, values);
  add_state(app, request, visit, found, values);
  if (found.part.rows.empty()) {
    values.show("NONE");
  } else {
    web::Values rows = values.add("ROWS");
    for (const audit::Found& one : found.part.rows) {
      web::Values row = rows.add("ROW");
      add_found(app, request, visit, one, found.names, row);
    }
  }
  add_older(app, request, visit, asked, found.part, values);
  for (const auto& [field, code] : asked.mistakes) add_field_error(app, request, values, field, code);
  co_return show_staff_page(app, request, visit, kPage, "audit.title", values,
                            asked.mistakes.empty() ? 200 : 422);
}

/// Which row an address names: "audit_event:12".
std::optional<std::pair<const audit::Source*, std::int64_t>> named_row(const web::Request& request) {
  const std::string& name = request.path_values.at(0);
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const audit::Source* source = audit::find_source(std::string_view(name).substr(0, colon));
  const auto id = base::parse_number<std::int64_t>(std::string_view(name).substr(colon + 1));
  if (source == nullptr || !id) return std::nullopt;
  return std::pair(source, *id);
}

void add_proof(const App& app, const web::Request& request, const Visit& visit,
               const audit::ProofOrNot& proof, web::Values& values) {
  if (!proof) {
    values.show(proof.refusal() == audit::NoProof::damaged ? "DAMAGED" : "NOT_YET");
    return;
  }
  web::Values proved = values.add("PROVED");
  proved.set("INDEX", proof->index + 1).set("NUMBER", proof->head.number).set("SIZE", proof->head.size);
  proved.set("SIGNED", moment(app, request, visit, proof->head.at));
  proved.set("PROOF_URL", path_to(request, "/staff/audit/proof/" + request.path_values.at(0)));
}

/// The day sheets on which an appointment stands and stood before it was moved.
std::vector<audit::OfficeList> sheets_of(storage::Connection& connection, const Visit& visit,
                                         const appointments::Appointment& appointment) {
  std::vector<audit::OfficeList> sheets;
  const auto add = [&](domain::OfficeId id, base::Instant starts_at) {
    const catalogue::Office* office = visit.catalogue->find_office(id);
    if (office == nullptr) return;
    audit::OfficeList sheet{id.value, day_sheet_on(office->zone.date_at(starts_at))};
    if (std::ranges::find(sheets, sheet) == sheets.end()) sheets.push_back(std::move(sheet));
  };
  add(appointment.office, appointment.starts_at);
  for (const appointments::HistoryEntry& event : appointments::list_events(connection, appointment.id)) {
    if (const auto moved = appointments::parse_moved(event.detail)) add(moved->from_office, moved->from_at);
  }
  return sheets;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, asked_in(request, visit));
  co_return co_await showing;
}

base::Task<web::Response> person(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto reference = form && form->value("reference").size() <= kReferenceMax
                             ? domain::parse_reference(form->value("reference"))
                             : std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return reference ? appointments::find_appointment_by_reference(connection, app.keys, *reference)
                     : std::nullopt;
  };
  const auto appointment = co_await app.readers.read(*request.executor, find);
  const catalogue::Office* office = appointment ? visit.catalogue->find_office(appointment->office) : nullptr;
  if (office == nullptr) {
    Asked asked;
    asked.mistakes.emplace_back("reference", reference ? "no_such_reference" : "not_a_reference");
    auto showing = page(app, request, visit, std::move(asked));
    co_return co_await showing;
  }
  const audit::Append look =
      look_at(visit, "appointment:" + std::to_string(appointment->id.value), "audit log");
  co_await app.engine.submit(*request.executor, look);
  Read found;
  auto read = [&](storage::Connection& connection) {
    found.part.rows =
        audit::list_about(connection, appointment->id.value, sheets_of(connection, visit, *appointment));
    found.names = read_names(connection, app, found.part.rows);
    return true;
  };
  co_await app.readers.read(*request.executor, read);
  web::Values values;
  int looks = 0;
  std::set<std::string> people;
  for (const audit::Found& one : found.part.rows) {
    web::Values row = values.add("ROW");
    add_found(app, request, visit, one, found.names, row);
    if (one.act != "looked") continue;
    ++looks;
    people.insert(one.actor);
  }
  values.set("AUDIT_URL", audit_path(request)).set("REFERENCE", domain::display_reference(*reference));
  values.set("OFFICE_NAMED", office->name.in(request.language)).set("LOOKS", looks);
  values.set("PEOPLE", people.size());
  co_return show_staff_page(app, request, visit, kPersonPage, "audit.person", values);
}

base::Task<web::Response> entry(App& app, const web::Request& request, const Visit& visit) {
  const auto named = named_row(request);
  if (!named) co_return status_page(app, request, 404);
  std::optional<audit::Found> found;
  std::optional<audit::ProofOrNot> proof;
  Names names;
  auto read = [&](storage::Connection& connection) {
    found = audit::find_row(connection, *named->first, named->second);
    if (found) {
      proof = audit::prove(connection, *named->first, named->second);
      names = read_names(connection, app, {*found});
    }
    return true;
  };
  co_await app.readers.read(*request.executor, read);
  if (!found) co_return status_page(app, request, 404);
  web::Values values;
  values.set("AUDIT_URL", audit_path(request)).set("ROW_NAME", request.path_values.at(0));
  add_found(app, request, visit, *found, names, values);
  add_proof(app, request, visit, *proof, values);
  co_return show_staff_page(app, request, visit, kEntryPage, "audit.entry", values);
}

base::Task<web::Response> proof(App& app, const web::Request& request, const Visit&) {
  const auto named = named_row(request);
  if (!named) co_return status_page(app, request, 404);
  auto read = [&](storage::Connection& connection) {
    return audit::prove(connection, *named->first, named->second);
  };
  const audit::ProofOrNot proof = co_await app.readers.read(*request.executor, read);
  if (!proof) co_return status_page(app, request, 404);
  web::Response response;
  response.content_type = "application/json";
  response.body = audit::to_json(*proof);
  response.set_header("Content-Disposition", "attachment; filename=\"bukti-" +
                                                 std::string(named->first->table) + "-" +
                                                 std::to_string(named->second) + ".json\"");
  co_return response;
}

}  // namespace temujanji::features::read_audit_log
