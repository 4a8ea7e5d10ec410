#include "catalogue/rows.h"

#include "base/fault.h"
#include "catalogue/catalogue.sql.h"

namespace temujanji::catalogue {

domain::Date date_of(std::string_view text) {
  const auto on = domain::parse_date(text);
  if (!on) throw base::Fault("the catalogue tables hold something that is no date: " + std::string(text));
  return *on;
}

void tell_everybody(engine::Scope& scope) {
  scope.transaction.execute(sql::kBumpRevision, {"catalogue"});
  scope.events.catalogue_changed = true;
}

}  // namespace temujanji::catalogue
