#pragma once
#include <map>
#include <string>
#include <string_view>

#include "staff/accounts.h"

namespace temujanji::features {

/// What colleagues are called, for pages that say who did something; each account is read once.
class StaffNames {
 public:
  StaffNames(storage::Connection& connection, const base::KeyRing& keys)
      : connection_(connection), keys_(keys) {}
  const std::string& of(domain::StaffId id);
  /// Of who stands as "staff:17" in rows and in the audit log; others as they stand there.
  std::string of_actor(std::string_view actor);

 private:
  storage::Connection& connection_;
  const base::KeyRing& keys_;
  std::map<std::int64_t, std::string> names_;
};

}  // namespace temujanji::features
