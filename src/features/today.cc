#include "features/today.h"

#include "base/zone.h"

namespace temujanji::features {

const base::Zone& zone_of_malaysia() {
  static const base::Zone malaysia = base::load_zone("Asia/Kuala_Lumpur");
  return malaysia;
}

domain::Date today_in_malaysia(const App& app) {
  return zone_of_malaysia().date_at(app.clock.now());
}

}  // namespace temujanji::features
