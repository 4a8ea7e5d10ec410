#include "staff/approvals.h"

#include <algorithm>

#include "audit/append.h"
#include "base/check.h"
#include "staff/approvals.sql.h"

namespace temujanji::staff {
namespace {

template <class Tagged>
std::optional<Tagged> id_or_none(const storage::Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.id<Tagged>(column));
}

Approval read_approval(const storage::Rows& rows) {
  Approval approval;
  approval.id = rows.id<domain::ApprovalId>(0);
  const auto act = domain::parse_sensitive_act(rows.text(1));
  CHECK(act.has_value());
  approval.act = *act;
  approval.office = id_or_none<domain::OfficeId>(rows, 2);
  approval.subject = rows.string(3);
  approval.detail = rows.string(4);
  approval.asked_by = rows.id<domain::StaffId>(5);
  approval.asked_at = rows.instant(6);
  approval.ends_at = rows.instant(7);
  approval.decided_by = id_or_none<domain::StaffId>(rows, 8);
  approval.decided_at = rows.instant_or_none(9);
  if (!rows.is_null(10)) {
    const auto decision = domain::parse_approval_state(rows.text(10));
    CHECK(decision.has_value());
    approval.decision = *decision;
  }
  approval.remark = rows.string(11);
  approval.used_at = rows.instant_or_none(12);
  return approval;
}

std::string actor_of(domain::StaffId id) {
  return "staff:" + std::to_string(id.value);
}

void record(engine::Scope& scope, const Approval& approval, domain::StaffId who, std::string_view act,
            std::string_view why) {
  audit::append(scope,
                {actor_of(who), std::string(act), "approval:" + std::to_string(approval.id.value),
                 approval.office ? approval.office->value : 0,
                 std::string(to_text(approval.act)) + " " + approval.subject + ": " + std::string(why)});
}

void add_approvals(storage::Rows rows, std::vector<Approval>& to) {
  while (rows.next()) to.push_back(read_approval(rows));
}

}  // namespace

domain::ApprovalState Approval::state(base::Instant now) const {
  const bool waits = decision == domain::ApprovalState::waiting;
  return waits && ends_at <= now ? domain::ApprovalState::expired : decision;
}

domain::ApprovalRequest Approval::request() const {
  return {asked_by, office, ends_at, decision != domain::ApprovalState::waiting};
}

Acts::CarryOut Acts::find(domain::SensitiveAct act) const {
  const auto found = acts_.find(act);
  return found == acts_.end() ? nullptr : found->second;
}

std::optional<Approval> find_approval(storage::Connection& connection, domain::ApprovalId id) {
  storage::Rows rows = connection.query(sql::kFindApproval, {id});
  return rows.next() ? std::optional(read_approval(rows)) : std::nullopt;
}

std::vector<Approval> list_approvals(storage::Connection& connection, base::Instant now, base::Instant since,
                                     int rows_max, std::optional<domain::OfficeId> office) {
  const domain::OfficeId of = office.value_or(domain::OfficeId{0});
  std::vector<Approval> all;
  add_approvals(connection.query(sql::kListWaiting, {now, of, rows_max}), all);
  add_approvals(connection.query(sql::kListOver, {now, since, of, rows_max}), all);
  return all;
}

std::vector<Approval> list_own_approvals(storage::Connection& connection, domain::StaffId asked_by,
                                         domain::SensitiveAct act, domain::OfficeId office,
                                         base::Instant since, int rows_max) {
  std::vector<Approval> own;
  add_approvals(connection.query(sql::kListOwn, {asked_by, to_text(act), office, since, rows_max}), own);
  return own;
}

bool is_waiting(storage::Connection& connection, domain::SensitiveAct act, std::string_view subject,
                base::Instant now) {
  return connection.query(sql::kIsWaiting, {to_text(act), subject, now}).next();
}

AskApproval::Outcome AskApproval::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kCloseExpired, {to_text(act), subject, scope.now});
  const base::Instant until = scope.now + domain::kApprovalLasts;
  const std::int64_t asked = scope.transaction.execute(
      sql::kInsertApproval, {id, to_text(act), office, subject, detail, asked_by, scope.now, until});
  if (asked == 0) return AskRefusal::already_waiting;
  Approval approval;
  approval.id = id;
  approval.act = act;
  approval.office = office;
  approval.subject = subject;
  record(scope, approval, asked_by, "approval_asked", detail);
  return base::Done{};
}

DecideApproval::Outcome DecideApproval::apply(engine::Scope& scope) const {
  std::optional<Approval> approval;
  {
    storage::Rows rows = scope.transaction.query(sql::kLockApproval, {id});
    if (rows.next()) approval = read_approval(rows);
  }
  if (!approval) return domain::DecisionRefusal::gone;
  domain::Decider who = decider;
  who.works_there = approval->office && std::ranges::find(offices, *approval->office) != offices.end();
  if (const auto obstacle = domain::find_obstacle(approval->request(), who, scope.now)) return *obstacle;

  domain::ApprovalState decision = approve ? domain::ApprovalState::approved : domain::ApprovalState::refused;
  std::optional<base::Instant> used_at;
  const Acts::CarryOut carry_out = approve && acts != nullptr ? acts->find(approval->act) : nullptr;
  if (carry_out != nullptr) {
    if (carry_out(scope, *approval)) {
      used_at = scope.now;
    } else {
      decision = domain::ApprovalState::moot;
    }
  }
  scope.transaction.execute(sql::kDecide,
                            {id, to_text(decision), who.id, scope.now, std::string_view(remark), used_at});
  record(scope, *approval, who.id, approve ? "approved" : "refused_approval", remark);
  return decision;
}

bool use_approval(engine::Scope& scope, domain::ApprovalId id, domain::StaffId by, domain::SensitiveAct act,
                  std::string_view subject) {
  return scope.transaction.execute(sql::kUse, {id, by, to_text(act), subject, scope.now}) == 1;
}

}  // namespace temujanji::staff
