#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "catalogue/draft.h"
#include "catalogue/publish.h"
#include "storage/connection.h"

namespace temujanji::catalogue {

/// The catalogue as it would be after an import of the draft.
std::shared_ptr<const Catalogue> plan_catalogue(storage::Connection& connection, const Draft& draft,
                                                base::IdSource& ids);

/// What publishing would do to a pool's slots in one month.
struct MonthEffect {
  std::chrono::year_month month;
  PublishReport report;
};

/// A pool whose slots would become others.
struct PoolEffect {
  std::string office;  // codes
  std::string pool;
  std::vector<MonthEffect> months;

  std::string code() const { return office + "/" + pool; }
  PublishReport total() const;
};

/// What publishing would do if the catalogue `before` became `after`: pools whose slots are the same are left
/// out. Those that `after` no longer has lose all slots.
std::vector<PoolEffect> effect_of(storage::Connection& connection, const Catalogue& before,
                                  const Catalogue& after, base::Instant now, int days);

}  // namespace temujanji::catalogue
