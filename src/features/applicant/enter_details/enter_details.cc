#include "features/applicant/enter_details/enter_details.h"

#include "features/applicant/enter_details/queries.sql.h"

namespace temujanji::features::enter_details {

SaveDetails::Outcome SaveDetails::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kSaveDraft, {hold, storage::Blob{sealed}}) == 0) return HoldEnded{};
  return base::Done{};
}

}  // namespace temujanji::features::enter_details
