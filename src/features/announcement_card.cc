#include "features/announcement_card.h"

#include "web/markdown.h"

namespace temujanji::features {
namespace {
/// Its title is one of the third level, wherever it is shown.
constexpr int kHeadingLevel = 4;
}  // namespace

void add_announcement(const App& app, base::Language language, const catalogue::Announcement& announcement,
                      web::Values& card) {
  const domain::Date on = announcement.from;
  const std::string date = std::to_string(static_cast<unsigned>(on.day())) + " " +
                           app.words.month(language, on.year() / on.month());
  card.set("TITLE", announcement.title.in(language));
  card.set("DATE", date).set("DATE_ISO", domain::to_iso(on));
  const auto catalogue = app.live.catalogue();
  const catalogue::Department* department = catalogue->find_department(announcement.department);
  if (catalogue->departments().size() > 1 && department != nullptr)
    card.add("FROM").set("DEPARTMENT", department->name.in(language));
  card.set("BODY", web::markdown_html(announcement.body.in(language), kHeadingLevel));
}

}  // namespace temujanji::features
