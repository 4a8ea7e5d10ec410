#include "staff/sessions.h"

#include "audit/append.h"
#include "staff/sessions.sql.h"

namespace temujanji::staff {
namespace {

struct Row {
  domain::StaffId staff;
  Session session;
};

Row read_row(const storage::Rows& rows) {
  Row row;
  row.session.id = rows.id<domain::SessionId>(0);
  row.staff = rows.id<domain::StaffId>(1);
  row.session.device = rows.string(2);
  row.session.begun_at = rows.instant(3);
  row.session.seen_at = rows.instant(4);
  return row;
}

void record(engine::Scope& scope, std::string_view act, domain::StaffId staff, std::string_view detail = "") {
  const std::string name = "staff:" + std::to_string(staff.value);
  audit::append(scope, {name, std::string(act), name, 0, std::string(detail)});
}

}  // namespace

base::Digest token_digest(const base::KeyRing& keys, std::string_view token) {
  return keys.hash("staff session", token);
}

std::optional<Session> find_session(storage::Connection& connection, const base::KeyRing& keys,
                                    const base::Digest& token, base::Instant now,
                                    const SessionLimits& limits) {
  Row row;
  {
    storage::Rows rows =
        connection.query(sql::kFindSession, {token, now - limits.idle, now - limits.longest});
    if (!rows.next()) return std::nullopt;
    row = read_row(rows);
  }
  auto account = find_account(connection, keys, row.staff);
  if (!account) return std::nullopt;
  row.session.account = std::move(*account);
  return std::move(row.session);
}

std::vector<Session> list_sessions(storage::Connection& connection, const base::KeyRing& keys,
                                   domain::StaffId id, base::Instant now, const SessionLimits& limits) {
  std::vector<Session> sessions;
  {
    storage::Rows rows = connection.query(sql::kListSessions, {id, now - limits.idle, now - limits.longest});
    while (rows.next()) sessions.push_back(read_row(rows).session);
  }
  const auto account = find_account(connection, keys, id);
  if (!account) return {};
  for (Session& session : sessions) session.account = *account;
  return sessions;
}

SignIn::Outcome SignIn::apply(engine::Scope& scope) const {
  {
    storage::Rows rows = scope.transaction.query(sql::kIsStillThePassword, {staff, password_hash});
    if (!rows.next()) return SignInRefusal::gone;
  }
  const std::int64_t used =
      totp_step       ? scope.transaction.execute(sql::kUseTotpStep, {staff, *totp_step})
      : recovery_code ? scope.transaction.execute(sql::kUseRecoveryCode, {staff, *recovery_code, scope.now})
                      : 0;
  if (used == 0) return SignInRefusal::code_used;
  scope.transaction.execute(sql::kInsertSession, {id, token, staff, device, scope.now});
  record(scope, "signed_in", staff, totp_step ? "" : "recovery_code");
  return base::Done{};
}

TouchSession::Outcome TouchSession::apply(engine::Scope& scope) const {
  return scope.transaction.execute(sql::kTouchSession, {id, scope.now}) > 0;
}

EndSession::Outcome EndSession::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kEndSession, {id, staff, scope.now}) == 0) return false;
  record(scope, "signed_out", staff);
  return true;
}

}  // namespace temujanji::staff
