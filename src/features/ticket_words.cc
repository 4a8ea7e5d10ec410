#include "features/ticket_words.h"

namespace temujanji::features {

std::string label_of(const catalogue::Catalogue& catalogue, domain::OfficeId office,
                     domain::PoolId number_pool, int number) {
  std::size_t place = 0;
  for (const catalogue::Pool& pool : catalogue.pools()) {
    if (pool.id == number_pool) break;
    if (pool.office == office) ++place;
  }
  return domain::ticket_label(place, number);
}

std::string wait_text(const App& app, base::Language language, const std::optional<domain::WaitRange>& wait) {
  if (!wait) return std::string(app.words.text(language, "wait.unknown"));
  if (wait->high == 0) return std::string(app.words.text(language, "wait.none"));
  const std::string low = std::to_string(wait->low), high = std::to_string(wait->high);
  return app.words.text(language, "wait.range", {{"low", low}, {"high", high}});
}

}  // namespace temujanji::features
