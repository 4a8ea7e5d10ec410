#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/staff.h"
#include "engine/engine.h"

namespace temujanji::staff {

/// How long an invitation can be used.
inline constexpr std::chrono::hours kInvitationLasts{24 * 7};

/// Somebody who works for the department.
struct Account {
  domain::StaffId id;
  std::string user_name;
  std::string name;
  domain::Role role{};
  /// Empty for roles that have every office.
  std::vector<domain::OfficeId> offices;
  bool active = false;
  /// Whether they have chosen a password.
  bool joined = false;

  bool works_at(domain::OfficeId office) const;
  /// How they are named where something is recorded: "staff:17".
  std::string actor() const;
};

/// With what an account is entered; stays on the thread that compares it.
struct Credentials {
  Account account;
  std::string password_hash;  // empty until they joined
  std::string totp_secret;
  std::optional<base::Digest> invitation;
  base::Instant invitation_ends_at;
};

/// A user name as it is stored: small letters. Nothing for what cannot be one: 3 to 64 of a–z, 0–9, dot,
/// hyphen, underscore and @.
std::optional<std::string> parse_user_name(std::string_view typed);

std::string seal_name(const base::KeyRing& keys, domain::StaffId id, std::string_view name);
std::string seal_totp_secret(const base::KeyRing& keys, domain::StaffId id, std::string_view secret);
/// A code as it was typed, in any case, without the separators that make it easier to read.
std::string bare_code(std::string_view typed);
/// What is kept of an invitation or a recovery code; typed as `bare_code` allows.
base::Digest code_digest(const base::KeyRing& keys, std::string_view typed);
/// Ten letters and digits a group of five, 50 random bits, for people to type.
std::string make_code();

std::optional<Account> find_account(storage::Connection& connection, const base::KeyRing& keys,
                                    domain::StaffId id);
std::optional<Credentials> find_credentials(storage::Connection& connection, const base::KeyRing& keys,
                                            std::string_view user_name);
/// Everybody, or who works at an office; by user name.
std::vector<Account> list_accounts(storage::Connection& connection, const base::KeyRing& keys,
                                   std::optional<domain::OfficeId> office = std::nullopt);

/// Why an account cannot be made or changed.
enum class AccountRefusal {
  user_name_taken,
  gone,              // no such account
  last_admin,        // nobody would be left to run the country
  joined_meanwhile,  // the invitation was used or withdrawn
};

/// Makes an account that waits to be joined with an invitation.
struct AddAccount {
  domain::StaffId id;
  std::string user_name;
  std::string sealed_name;
  domain::Role role;
  std::vector<domain::OfficeId> offices;
  base::Digest invitation;
  std::string actor;

  using Outcome = base::Result<base::Done, AccountRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Takes password and telephone away and invites again: for who lost both. Ends their sessions.
struct InviteAgain {
  domain::StaffId id;
  base::Digest invitation;
  std::string actor;

  using Outcome = base::Result<base::Done, AccountRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Lets somebody sign in, or no longer; then their sessions end.
struct SetActive {
  domain::StaffId id;
  bool active;
  std::string actor;

  using Outcome = base::Result<base::Done, AccountRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Gives somebody another role and other offices, which hold from their next request on.
struct ChangeAccount {
  domain::StaffId id;
  domain::Role role;
  /// None for roles that have every office.
  std::vector<domain::OfficeId> offices;
  std::string actor;

  using Outcome = base::Result<base::Done, AccountRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Somebody uses their invitation: chooses a password and connects a telephone.
struct Join {
  domain::StaffId id;
  base::Digest invitation;
  std::string password_hash;
  std::string sealed_totp_secret;
  std::int64_t totp_step;
  std::vector<base::Digest> recovery_codes;

  using Outcome = base::Result<base::Done, AccountRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::staff
