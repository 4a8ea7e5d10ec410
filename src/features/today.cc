#include "features/today.h"

#include "base/zone.h"

namespace temujanji::features {

domain::Date today_in_malaysia(const App& app) {
  static const base::Zone malaysia = base::load_zone("Asia/Kuala_Lumpur");
  return malaysia.date_at(app.clock.now());
}

}  // namespace temujanji::features
