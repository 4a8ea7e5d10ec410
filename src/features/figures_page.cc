#include "features/figures_page.h"

namespace temujanji::features {

std::string day_name(const base::Words& words, base::Language language, domain::Date on) {
  const std::string weekday = "weekday." + std::to_string(domain::iso_weekday(on));
  return std::string(words.text(language, weekday)) + ", " + words.short_date(language, on);
}

std::string short_day(domain::Date on) {
  return std::to_string(static_cast<unsigned>(on.day())) + '/' +
         std::to_string(static_cast<unsigned>(on.month()));
}

}  // namespace temujanji::features
