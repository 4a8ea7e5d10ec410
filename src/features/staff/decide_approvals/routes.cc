#include "features/staff/decide_approvals/routes.h"

#include "base/text.h"
#include "domain/remark.h"
#include "features/acts.h"
#include "features/approval_subjects.h"
#include "features/blocked.h"
#include "features/counter_page.h"
#include "features/staff_names.h"
#include "web/form.h"

namespace temujanji::features::decide_approvals {
namespace {

constexpr int kRowsMax = 100;
constexpr std::chrono::days kShownFor{30};

/// A request as a row shows it.
struct Row {
  staff::Approval approval;
  std::string asked_by, decided_by;
  Described about;
};

struct Shown {
  /// A section that tells what was done, or why not.
  std::string_view notice = {};
  int status = 200;
  /// Whose remark must be mended, what is wrong with it, and what was typed.
  std::optional<domain::ApprovalId> mistaken = {};
  std::string_view code = {};
  std::string typed = {};
};

std::string approvals_path(const web::Request& request, const Visit& visit) {
  return visit.office != nullptr ? office_path(request, visit, "/approvals")
                                 : path_to(request, "/staff/approvals");
}

domain::Decider decider_of(const Visit& visit, const staff::Approval& approval) {
  const bool works_there = approval.office && visit.account().works_at(*approval.office);
  return {visit.account().id, visit.account().role, works_there};
}

/// Whether the request is one of this page: of its office, or of any where the page is nobody's.
bool is_shown(const Visit& visit, const staff::Approval& approval) {
  return domain::may_see(approval.request(), decider_of(visit, approval));
}

std::vector<Row> read_rows(storage::Connection& connection, const App& app, const web::Request& request,
                           const Visit& visit) {
  const base::Instant now = app.clock.now();
  StaffNames names(connection, app.keys);
  std::vector<Row> rows;
  const auto office = visit.office == nullptr ? std::nullopt : std::optional(visit.office->id);
  for (staff::Approval& approval :
       staff::list_approvals(connection, now, now - kShownFor, kRowsMax, office)) {
    if (!is_shown(visit, approval)) continue;
    Row& row = rows.emplace_back();
    row.asked_by = names.of(approval.asked_by);
    if (approval.decided_by) row.decided_by = names.of(*approval.decided_by);
    row.about = describe_subject(connection, app, request, *visit.catalogue, approval);
    row.approval = std::move(approval);
  }
  return rows;
}

void add_row(const App& app, const web::Request& request, const Visit& visit, const Row& found,
             const Shown& shown, web::Values& values) {
  const staff::Approval& approval = found.approval;
  const base::Zone& zone = zone_of(visit);
  const auto state = approval.state(app.clock.now());
  const bool waits = state == domain::ApprovalState::waiting;
  const auto moment = [&](base::Instant at) {
    return app.words.date_time(request.language, zone.to_local(at));
  };
  web::Values row = values.add(waits ? "WAITING" : "OVER");
  row.set("ID", approval.id.value).set("DETAIL", approval.detail).set("ASKED_BY", found.asked_by);
  row.set("ACT", say(app, request, "act." + std::string(to_text(approval.act))));
  row.set("ASKED", moment(approval.asked_at)).set("ENDS", moment(approval.ends_at));
  const catalogue::Office* office =
      approval.office ? visit.catalogue->find_office(*approval.office) : nullptr;
  if (office != nullptr) row.add("OF_OFFICE").set("NAME", office->name.in(request.language));
  for (const std::string& line : found.about.lines) row.add("ABOUT").set("TEXT", line);
  if (!found.about.list_url.empty() && visit.may(domain::Right::run_office))
    row.add("NAMES").set("URL", found.about.list_url);
  if (waits) {
    const bool own = approval.asked_by == visit.account().id;
    if (shown.mistaken == approval.id) {
      row.set("TYPED_REMARK", shown.typed);
      add_item_error(app, request, values, row, "remark", approval.id.value, shown.code);
    }
    row.show_if(own, "OWN").show_if(!own && visit.may(domain::Right::approve), "CAN_DECIDE");
    return;
  }
  row.set("STATE", say(app, request, "approval." + std::string(to_text(state))));
  row.show(state == domain::ApprovalState::approved ? "GOOD" : "NOT_GOOD");
  if (approval.decided_by && approval.decided_at) {
    row.add("DECIDED").set("BY", found.decided_by).set("AT", moment(*approval.decided_at));
  }
  if (!approval.remark.empty()) row.add("REMARK").set("TEXT", approval.remark);
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  const std::string subject =
      visit.office == nullptr ? "approvals" : "office:" + std::to_string(visit.office->id.value);
  const audit::Append look = look_at(visit, subject, "approvals");
  co_await app.engine.submit(*request.executor, look);
  auto read = [&](storage::Connection& connection) { return read_rows(connection, app, request, visit); };
  const auto rows = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("APPROVALS_URL", approvals_path(request, visit));
  bool waiting = false;
  bool over = false;
  for (const Row& row : rows) {
    add_row(app, request, visit, row, shown, values);
    (row.approval.state(app.clock.now()) == domain::ApprovalState::waiting ? waiting : over) = true;
  }
  if (!waiting) values.show("NONE");
  if (over) values.show("ANY_OVER");
  if (!shown.notice.empty()) values.show(shown.notice);
  co_return show_staff_page(app, request, visit, "features/staff/decide_approvals/page.html",
                            "approvals.title", values, shown.status);
}

std::string_view section_of(domain::ApprovalState decision) {
  switch (decision) {
    case domain::ApprovalState::approved:
      return "APPROVED";
    case domain::ApprovalState::refused:
      return "REFUSED";
    case domain::ApprovalState::moot:
      return "MOOT";
    case domain::ApprovalState::waiting:
    case domain::ApprovalState::expired:
      break;
  }
  return "";
}

std::string_view section_of(domain::DecisionRefusal refusal) {
  switch (refusal) {
    case domain::DecisionRefusal::own:
      return "OWN_REQUEST";
    case domain::DecisionRefusal::decided:
      return "DECIDED_ALREADY";
    case domain::DecisionRefusal::expired:
      return "EXPIRED";
    case domain::DecisionRefusal::gone:
      break;
  }
  return "";
}

/// What was decided, or what is wrong with the form.
struct Decision {
  domain::ApprovalId id;
  bool approve = false;
  std::string remark;
  std::string_view problem = {};
};

/// A refusal says why; who approves need not.
std::optional<Decision> decision_in(const std::optional<web::Form>& form) {
  const auto id = form ? base::parse_number<std::int64_t>(form->value("approval")) : std::nullopt;
  const std::string what(form ? form->value("decision") : "");
  if (!id || (what != "approve" && what != "refuse")) return std::nullopt;
  Decision decision{domain::ApprovalId{*id}, what == "approve", "", {}};
  if (decision.approve && form->value("remark").empty()) return decision;
  auto remark = domain::parse_remark(form->value("remark"));
  if (remark) {
    decision.remark = std::move(remark).value();
  } else {
    decision.problem = to_text(remark.refusal());
  }
  return decision;
}

/// Whether the request that a form names is one of this page.
base::Task<bool> is_there(App& app, const web::Request& request, const Visit& visit, domain::ApprovalId id) {
  auto find = [&](storage::Connection& connection) { return staff::find_approval(connection, id); };
  const auto approval = co_await app.readers.read(*request.executor, find);
  co_return approval&& is_shown(visit, *approval);
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, {});
  co_return co_await showing;
}

base::Task<web::Response> decide(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  auto decision = decision_in(form);
  if (!decision) co_return status_page(app, request, 404);
  auto looking = is_there(app, request, visit, decision->id);
  if (!co_await looking) co_return status_page(app, request, 404);
  Shown shown;
  if (!decision->problem.empty()) {
    shown = {"", 422, decision->id, decision->problem, std::string(form->value("remark"))};
  } else {
    staff::DecideApproval command{decision->id,
                                  {visit.account().id, visit.account().role, false},
                                  visit.account().offices,
                                  decision->approve,
                                  std::move(decision->remark),
                                  &sensitive_acts()};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (!outcome && outcome.refusal() == domain::DecisionRefusal::gone)
      co_return status_page(app, request, 404);
    shown.notice = outcome ? section_of(*outcome) : section_of(outcome.refusal());
    shown.status = outcome ? 200 : 409;
    auto reloading = reload_blocks(app, request);
    co_await reloading;
  }
  auto showing = page(app, request, visit, shown);
  co_return co_await showing;
}

}  // namespace temujanji::features::decide_approvals
