#include "features/figures_page.h"

namespace temujanji::features {

std::string short_day(domain::Date on) {
  return std::to_string(static_cast<unsigned>(on.day())) + '/' +
         std::to_string(static_cast<unsigned>(on.month()));
}

}  // namespace temujanji::features
