#include "staff/accounts.h"

#include <algorithm>
#include <unordered_map>

#include "audit/append.h"
#include "base/check.h"
#include "base/text.h"
#include "staff/accounts.sql.h"
#include "staff/totp.h"

namespace temujanji::staff {
namespace {

constexpr std::size_t kUserNameMin = 3, kUserNameMax = 64;
constexpr std::size_t kCodeGroup = 5;

std::string place_of(domain::StaffId id, std::string_view column) {
  return "staff/" + std::to_string(id.value) + "/" + std::string(column);
}

std::string open(const base::KeyRing& keys, domain::StaffId id, std::string_view column,
                 std::string_view sealed) {
  auto opened = keys.open(sealed, place_of(id, column));
  if (!opened) throw base::Fault("a sealed value of a staff account cannot be opened");
  return std::move(*opened);
}

Account read_account(const storage::Rows& rows, const base::KeyRing& keys) {
  Account account;
  account.id = rows.id<domain::StaffId>(0);
  account.user_name = rows.string(1);
  account.name = open(keys, account.id, "name", rows.blob(2));
  const auto role = domain::parse_role(rows.text(3));
  CHECK(role.has_value());
  account.role = *role;
  account.active = rows.integer(4) != 0;
  account.joined = rows.integer(5) != 0;
  return account;
}

void read_offices(storage::Connection& connection, Account& account) {
  storage::Rows rows = connection.query(sql::kListOfficesOf, {account.id});
  while (rows.next()) account.offices.push_back(rows.id<domain::OfficeId>(0));
}

void record(engine::Scope& scope, std::string_view actor, std::string_view act, domain::StaffId id,
            std::string_view detail = "") {
  audit::append(scope, {std::string(actor), std::string(act), "staff:" + std::to_string(id.value), 0,
                        std::string(detail)});
}

/// Whether the country would be left without anybody to run it.
bool is_last_admin(engine::Scope& scope, domain::StaffId id) {
  bool is_admin = false, others = false;
  storage::Rows rows = scope.transaction.query(sql::kListActiveHqAdmins);
  while (rows.next()) (rows.id<domain::StaffId>(0) == id ? is_admin : others) = true;
  return is_admin && !others;
}

}  // namespace

bool Account::works_at(domain::OfficeId office) const {
  return domain::has_every_office(role) || std::ranges::find(offices, office) != offices.end();
}

std::string Account::actor() const {
  return "staff:" + std::to_string(id.value);
}

std::optional<std::string> parse_user_name(std::string_view typed) {
  std::string name = base::to_lower(base::trim(typed));
  const bool fits = name.size() >= kUserNameMin && name.size() <= kUserNameMax;
  const auto is_allowed = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           std::string_view(".-_@").find(letter) != std::string_view::npos;
  };
  if (!fits || !std::ranges::all_of(name, is_allowed)) return std::nullopt;
  return name;
}

std::string seal_name(const base::KeyRing& keys, domain::StaffId id, std::string_view name) {
  return keys.seal(name, place_of(id, "name"));
}

std::string seal_totp_secret(const base::KeyRing& keys, domain::StaffId id, std::string_view secret) {
  return keys.seal(secret, place_of(id, "totp_secret"));
}

std::string bare_code(std::string_view typed) {
  std::string code = base::to_upper(typed);
  std::erase_if(code, [](char letter) { return letter == '-' || letter == ' '; });
  return code;
}

base::Digest code_digest(const base::KeyRing& keys, std::string_view typed) {
  return keys.hash("staff code", bare_code(typed));
}

std::string make_code() {
  const std::string letters = to_base32(base::random_bytes(10));
  return letters.substr(0, kCodeGroup) + "-" + letters.substr(kCodeGroup, kCodeGroup);
}

std::optional<Account> find_account(storage::Connection& connection, const base::KeyRing& keys,
                                    domain::StaffId id) {
  std::optional<Account> account;
  {
    storage::Rows rows = connection.query(sql::kFindAccount, {id});
    if (rows.next()) account = read_account(rows, keys);
  }
  if (account) read_offices(connection, *account);
  return account;
}

std::optional<Credentials> find_credentials(storage::Connection& connection, const base::KeyRing& keys,
                                            std::string_view user_name) {
  Credentials credentials;
  domain::StaffId id;
  {
    storage::Rows rows = connection.query(sql::kFindCredentials, {user_name});
    if (!rows.next()) return std::nullopt;
    id = rows.id<domain::StaffId>(0);
    if (!rows.is_null(1)) credentials.password_hash = rows.string(1);
    if (!rows.is_null(2)) credentials.totp_secret = open(keys, id, "totp_secret", rows.blob(2));
    if (!rows.is_null(3)) {
      base::Digest& digest = credentials.invitation.emplace();
      CHECK(rows.blob(3).size() == digest.size());
      std::ranges::copy(rows.blob(3), digest.begin());
      credentials.invitation_ends_at = rows.instant(4);
    }
  }
  credentials.account = find_account(connection, keys, id).value();
  return credentials;
}

std::vector<Account> list_accounts(storage::Connection& connection, const base::KeyRing& keys,
                                   std::optional<domain::OfficeId> office) {
  std::unordered_map<domain::StaffId, std::vector<domain::OfficeId>> places;
  {
    storage::Rows rows =
        office ? connection.query(sql::kListPlacesOfOffice, {*office}) : connection.query(sql::kListPlaces);
    while (rows.next()) places[rows.id<domain::StaffId>(0)].push_back(rows.id<domain::OfficeId>(1));
  }
  std::vector<Account> accounts;
  storage::Rows rows =
      office ? connection.query(sql::kListAccountsOfOffice, {*office}) : connection.query(sql::kListAccounts);
  while (rows.next()) {
    accounts.push_back(read_account(rows, keys));
    accounts.back().offices = std::move(places[accounts.back().id]);
  }
  return accounts;
}

AddAccount::Outcome AddAccount::apply(engine::Scope& scope) const {
  const std::int64_t added = scope.transaction.execute(
      sql::kInsertAccount, {id, user_name, storage::Blob{sealed_name}, to_text(role), scope.now, invitation,
                            scope.now + kInvitationLasts});
  if (added == 0) return AccountRefusal::user_name_taken;
  for (const domain::OfficeId office : offices) scope.transaction.execute(sql::kInsertOffice, {id, office});
  record(scope, actor, "account_added", id, to_text(role));
  return base::Done{};
}

InviteAgain::Outcome InviteAgain::apply(engine::Scope& scope) const {
  const std::int64_t invited =
      scope.transaction.execute(sql::kInviteAgain, {id, invitation, scope.now + kInvitationLasts});
  if (invited == 0) return AccountRefusal::gone;
  scope.transaction.execute(sql::kForgetRecoveryCodes, {id});
  scope.transaction.execute(sql::kEndSessionsOf, {id, scope.now});
  record(scope, actor, "account_invited_again", id);
  return base::Done{};
}

SetActive::Outcome SetActive::apply(engine::Scope& scope) const {
  if (!active && is_last_admin(scope, id)) return AccountRefusal::last_admin;
  if (scope.transaction.execute(sql::kSetActive, {id, active ? 1 : 0}) == 0) return AccountRefusal::gone;
  if (!active) scope.transaction.execute(sql::kEndSessionsOf, {id, scope.now});
  record(scope, actor, active ? "account_opened" : "account_closed", id);
  return base::Done{};
}

ChangeAccount::Outcome ChangeAccount::apply(engine::Scope& scope) const {
  if (role != domain::Role::hq_admin && is_last_admin(scope, id)) return AccountRefusal::last_admin;
  if (scope.transaction.execute(sql::kSetRole, {id, to_text(role)}) == 0) return AccountRefusal::gone;
  scope.transaction.execute(sql::kLeaveOffices, {id});
  std::string detail(to_text(role));
  for (const domain::OfficeId office : offices) {
    scope.transaction.execute(sql::kInsertOffice, {id, office});
    detail += " office:" + std::to_string(office.value);
  }
  record(scope, actor, "account_changed", id, detail);
  return base::Done{};
}

Join::Outcome Join::apply(engine::Scope& scope) const {
  const std::int64_t joined = scope.transaction.execute(
      sql::kJoin, {id, invitation, password_hash, storage::Blob{sealed_totp_secret}, totp_step, scope.now});
  if (joined == 0) return AccountRefusal::joined_meanwhile;
  scope.transaction.execute(sql::kForgetRecoveryCodes, {id});
  for (const base::Digest& code : recovery_codes) {
    scope.transaction.execute(sql::kInsertRecoveryCode, {id, code});
  }
  record(scope, "staff:" + std::to_string(id.value), "account_joined", id);
  return base::Done{};
}

}  // namespace temujanji::staff
