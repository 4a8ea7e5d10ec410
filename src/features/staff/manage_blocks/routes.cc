#include "features/staff/manage_blocks/routes.h"

#include <limits>

#include "appointments/find.h"
#include "base/text.h"
#include "domain/reference.h"
#include "domain/remark.h"
#include "features/blocked.h"
#include "features/counter_page.h"
#include "features/staff/manage_blocks/page.h"
#include "features/staff_names.h"
#include "web/form.h"

namespace temujanji::features::manage_blocks {
namespace {

constexpr std::size_t kReferenceMax = 40;

std::optional<domain::OfficeId> office_of(const Visit& visit) {
  return visit.office != nullptr ? std::optional(visit.office->id) : std::nullopt;
}

std::optional<std::int64_t> number_in(const std::optional<web::Form>& form, std::string_view field) {
  return form ? base::parse_number<std::int64_t>(form->value(field)) : std::nullopt;
}

/// The list shows what is blocked and what people wrote, so that it was looked at is written down.
base::Task<bool> record_look(App& app, const web::Request& request, const Visit& visit, std::string detail) {
  const std::string subject =
      visit.office == nullptr ? "blocks" : "office:" + std::to_string(visit.office->id.value);
  const audit::Append look = look_at(visit, subject, std::move(detail));
  co_return co_await app.engine.submit(*request.executor, look);
}

std::vector<Row> complete(storage::Connection& connection, const App& app,
                          std::vector<misuse::Block> blocks) {
  StaffNames names(connection, app.keys);
  std::vector<Row> rows;
  for (misuse::Block& block : blocks) {
    Row& row = rows.emplace_back();
    row.appeals = misuse::list_appeals(connection, app.keys, block.id);
    row.made_by = names.of(block.made_by);
    if (block.ended_by) row.ended_by = names.of(*block.ended_by);
    row.waiting =
        staff::is_waiting(connection, domain::SensitiveAct::unblock, block.subject(), app.clock.now());
    row.block = std::move(block);
  }
  return rows;
}

void read_list(storage::Connection& connection, const App& app, Shown& shown) {
  auto blocks = misuse::list_blocks(connection, app.keys, shown.filter, app.clock.now(), kRowsMax + 1);
  shown.more = blocks.size() > kRowsMax;
  if (shown.more) blocks.pop_back();
  shown.rows = complete(connection, app, std::move(blocks));
}

/// The page with the list that its address asks for, whatever else is shown.
base::Task<web::Response> list_page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  auto looking = record_look(app, request, visit, "blocks");
  co_await looking;
  shown.filter.office = office_of(visit);
  if (const auto query = web::Form::parse(request.query); query && request.method != web::Method::post) {
    shown.filter.also_over = query->has("over");
    if (const auto before = number_in(query, "before")) shown.filter.before = domain::BlockId{*before};
  }
  auto read = [&](storage::Connection& connection) {
    read_list(connection, app, shown);
    return true;
  };
  co_await app.readers.read(*request.executor, read);
  co_return page(app, request, visit, shown);
}

/// The appointment of the office that a form names.
std::optional<Candidate> find_candidate(storage::Connection& connection, const App& app, const Visit& visit,
                                        const std::optional<web::Form>& form) {
  std::optional<appointments::Appointment> found;
  if (const auto id = number_in(form, "appointment")) {
    found = appointments::find_appointment(connection, app.keys, domain::AppointmentId{*id});
  } else if (form && form->value("reference").size() <= kReferenceMax) {
    const auto reference = domain::parse_reference(form->value("reference"));
    if (reference) found = appointments::find_appointment_by_reference(connection, app.keys, *reference);
  }
  if (!found || found->office != visit.office->id) return std::nullopt;
  return Candidate{found->id,
                   domain::display_reference(found->reference),
                   found->person.name,
                   {misuse::value_of(found->person.document), misuse::value_of_email(found->person.email),
                    misuse::value_of_phone(found->person.phone)}};
}

base::Task<std::optional<Candidate>> find_candidate(App& app, const web::Request& request, const Visit& visit,
                                                    const std::optional<web::Form>& form) {
  auto read = [&](storage::Connection& connection) { return find_candidate(connection, app, visit, form); };
  auto candidate = co_await app.readers.read(*request.executor, read);
  if (candidate) {
    const audit::Append look =
        look_at(visit, "appointment:" + std::to_string(candidate->appointment.value), "to block");
    co_await app.engine.submit(*request.executor, look);
  }
  co_return candidate;
}

/// A value that another page of the department sent along, sealed: "email|siti@example.com".
std::optional<misuse::BlockValue> open_sent(const App& app, const std::optional<web::Form>& form) {
  const auto sealed = form ? base::from_base64url(form->value("sealed")) : std::nullopt;
  const auto opened = sealed ? app.keys.open(*sealed, "form/block") : std::nullopt;
  if (!opened) return std::nullopt;
  const std::size_t bar = opened->find('|');
  const auto kind = domain::parse_block_kind(std::string_view(*opened).substr(0, bar));
  if (!kind || bar == std::string::npos) return std::nullopt;
  return misuse::BlockValue{*kind, opened->substr(bar + 1)};
}

/// What would have to be typed to mean a value.
TypedBlockValue typed_of(const misuse::BlockValue& value) {
  if (value.kind != domain::BlockKind::identity) return {std::string(to_text(value.kind)), value.text, ""};
  const auto parts = base::split(value.text, '|');
  return {std::string(parts.at(0)), std::string(parts.at(2)), std::string(parts.at(1))};
}

TypedBlock typed_in(const std::optional<web::Form>& form) {
  TypedBlock typed;
  if (!form) return typed;
  typed.value = {std::string(form->value("kind")), std::string(form->value("value")),
                 std::string(form->value("country"))};
  typed.reason = form->value("reason");
  typed.note = form->value("note");
  typed.last_on = form->value("last_on");
  return typed;
}

void set_error(Shown& shown, std::string_view field, std::string_view code) {
  shown.field = field;
  shown.code = code;
  shown.status = 422;
}

/// What is blocked, as a form of headquarters types it or one of an office chooses it.
std::optional<misuse::BlockValue> chosen_value(const App&, const Visit& visit, Shown& shown,
                                               domain::Date today) {
  if (visit.office == nullptr) {
    auto value = parse_block_value(shown.typed.value, today);
    if (value) return std::move(value).value();
    set_error(shown, value.refusal().field, value.refusal().code);
    return std::nullopt;
  }
  for (const misuse::BlockValue& value : shown.candidate->values) {
    if (to_text(value.kind) == shown.typed.value.kind) return value;
  }
  set_error(shown, "kind", "required");
  return std::nullopt;
}

/// The command of what was typed, or what is wrong with it in `shown`.
std::optional<misuse::AddBlock> make_command(App& app, const Visit& visit, Shown& shown) {
  const base::Zone& zone = zone_of(visit);
  const domain::Date today = zone.date_at(app.clock.now());
  const auto value = chosen_value(app, visit, shown, today);
  if (!value) return std::nullopt;
  const auto reason = domain::parse_block_reason(shown.typed.reason);
  if (!reason) return set_error(shown, "reason", "required"), std::nullopt;
  std::string note;
  if (!shown.typed.note.empty()) {
    auto remark = domain::parse_remark(shown.typed.note);
    if (!remark) return set_error(shown, "note", to_text(remark.refusal())), std::nullopt;
    note = std::move(remark).value();
  }
  std::optional<domain::Date> last_on;
  if (!shown.typed.last_on.empty()) {
    last_on = domain::parse_date(shown.typed.last_on);
    if (!last_on) return set_error(shown, "last_on", "date_format"), std::nullopt;
  }
  if (const auto problem = domain::find_problem(value->kind, last_on, today)) {
    return set_error(shown, "last_on", to_text(*problem)), std::nullopt;
  }
  const auto id = app.ids.make<domain::BlockId>();
  misuse::AddBlock command{id,
                           value->kind,
                           misuse::block_digest(app.keys, *value),
                           misuse::seal_value(app.keys, id, *value),
                           *reason,
                           std::move(note),
                           office_of(visit),
                           visit.account().id,
                           std::nullopt};
  if (last_on) {
    command.ends_at = zone.to_utc(base::LocalTime(std::chrono::local_days(domain::plus_days(*last_on, 1))));
  }
  return command;
}

std::string_view notice_of(misuse::BlockRefusal refusal) {
  switch (refusal) {
    case misuse::BlockRefusal::already_blocked:
      return "ALREADY_BLOCKED";
    case misuse::BlockRefusal::list_full:
      return "LIST_FULL";
  }
  return "";
}

/// The block of a form, if it is one of this page.
base::Task<std::optional<misuse::Block>> find_named(App& app, const web::Request& request, const Visit& visit,
                                                    const std::optional<web::Form>& form) {
  const auto id = number_in(form, "block");
  auto read = [&](storage::Connection& connection) {
    return id ? misuse::find_block(connection, app.keys, domain::BlockId{*id}) : std::nullopt;
  };
  auto block = co_await app.readers.read(*request.executor, read);
  if (block && visit.office != nullptr && block->office != visit.office->id) block.reset();
  co_return block;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = list_page(app, request, visit, {});
  co_return co_await showing;
}

base::Task<web::Response> find(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Shown shown;
  if (visit.office != nullptr) {
    auto finding = find_candidate(app, request, visit, form);
    shown.candidate = co_await finding;
    if (!shown.candidate) set_error(shown, "reference", "not_here");
    auto showing = list_page(app, request, visit, std::move(shown));
    co_return co_await showing;
  }
  shown.typed = typed_in(form);
  if (const auto sent = open_sent(app, form)) shown.typed.value = typed_of(*sent);
  const auto value = parse_block_value(shown.typed.value, zone_of(visit).date_at(app.clock.now()));
  if (!value) {
    set_error(shown, value.refusal().field, value.refusal().code);
    auto showing = list_page(app, request, visit, std::move(shown));
    co_return co_await showing;
  }
  auto looking = record_look(app, request, visit, "search among blocks");
  co_await looking;
  auto read = [&](storage::Connection& connection) {
    return complete(connection, app, misuse::list_blocks_of(connection, app.keys, *value));
  };
  shown.rows = co_await app.readers.read(*request.executor, read);
  shown.searched = true;
  co_return page(app, request, visit, shown);
}

base::Task<web::Response> add(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Shown shown;
  shown.typed = typed_in(form);
  if (visit.office != nullptr) {
    auto finding = find_candidate(app, request, visit, form);
    shown.candidate = co_await finding;
    if (!shown.candidate) co_return status_page(app, request, 404);
  }
  if (auto command = make_command(app, visit, shown)) {
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(*command));
    if (outcome) {
      auto reloading = reload_blocks(app, request);
      co_await reloading;
      shown = {};
      shown.notice = "ADDED";
    } else {
      shown.notice = notice_of(outcome.refusal());
      shown.status = 409;
    }
  }
  auto showing = list_page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_named(app, request, visit, form);
  const auto block = co_await finding;
  if (!block) co_return status_page(app, request, 404);
  Shown shown;
  auto remark = domain::parse_remark(form->value("why"));
  if (!remark) {
    set_error(shown, "why", to_text(remark.refusal()));
    shown.block = block->id;
    shown.typed_why = form->value("why");
  } else if (!block->holds(app.clock.now())) {
    shown.notice = "IS_OVER";
    shown.status = 409;
  } else {
    staff::AskApproval command{app.ids.make<domain::ApprovalId>(),
                               domain::SensitiveAct::unblock,
                               block->office,
                               block->subject(),
                               std::move(remark).value(),
                               visit.account().id};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    shown.notice = outcome ? "ASKED" : "ALREADY_ASKED";
    if (!outcome) shown.status = 409;
  }
  auto showing = list_page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> keep(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_named(app, request, visit, form);
  const auto block = co_await finding;
  if (!block) co_return status_page(app, request, 404);
  const misuse::KeepBlock command{block->id, block->office, visit.account().id};
  Shown shown;
  const bool answered = co_await app.engine.submit(*request.executor, command);
  shown.notice = answered ? "KEPT" : "";
  auto showing = list_page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

}  // namespace temujanji::features::manage_blocks
