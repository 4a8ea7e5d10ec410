#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staff/accounts.h"

namespace temujanji::staff {

/// Somebody who is signed in with a browser.
struct Session {
  domain::SessionId id;
  Account account;
  std::string device;
  base::Instant begun_at;
  /// To the minute.
  base::Instant seen_at;
};

/// How long a session lasts without a request, and at most.
struct SessionLimits {
  std::chrono::minutes idle{15};
  std::chrono::hours longest{8};
};

/// What is kept of the random token in a browser's cookie.
base::Digest token_digest(const base::KeyRing& keys, std::string_view token);

/// The session of a cookie, if it is over neither by time nor by hand and the account is active.
std::optional<Session> find_session(storage::Connection& connection, const base::KeyRing& keys,
                                    const base::Digest& token, base::Instant now,
                                    const SessionLimits& limits);
/// Where an account is signed in now, newest first.
std::vector<Session> list_sessions(storage::Connection& connection, const base::KeyRing& keys,
                                   domain::StaffId id, base::Instant now, const SessionLimits& limits);

enum class SignInRefusal {
  code_used,  // the telephone's code was used already, or the recovery code
  gone,       // the account was closed or changed meanwhile
};

/// Begins a session of somebody whose password and code were right.
struct SignIn {
  domain::SessionId id;
  base::Digest token;
  domain::StaffId staff;
  /// What the password was compared with; if it is another by now the comparison says nothing.
  std::string password_hash;
  /// The telephone's code, or the recovery code.
  std::optional<std::int64_t> totp_step;
  std::optional<base::Digest> recovery_code;
  std::string device;

  using Outcome = base::Result<base::Done, SignInRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// The session was used; sent at most once a minute.
struct TouchSession {
  domain::SessionId id;
  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

/// Ends one session of an account; false if it is over already or another's.
struct EndSession {
  domain::SessionId id;
  domain::StaffId staff;
  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::staff
