#pragma once
#include <map>

#include "base/crypto.h"
#include "base/result.h"
#include "domain/ids.h"
#include "engine/engine.h"

/// The identity of people of the department, so that it shows when they book for themselves. Only a keyed
/// hash of it is kept.
namespace temujanji::staff {

/// Notes the hash of somebody's own document in the place of the one before.
struct NoteOwnIdentity {
  domain::StaffId staff;
  /// As appointments have it.
  base::Digest identity;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

bool has_own_identity(storage::Connection& connection, domain::StaffId staff);

/// Of active accounts: whose identity a hash is, which may be several of one person, and how many have given
/// none.
struct OwnIdentities {
  std::multimap<base::Digest, domain::StaffId> staff_of;
  int unknown = 0;
};
OwnIdentities list_own_identities(storage::Connection& connection);

}  // namespace temujanji::staff
