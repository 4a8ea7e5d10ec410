#include "features/applicant/home/routes.h"

#include <algorithm>

#include "base/text.h"
#include "features/kept_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "features/today.h"

namespace temujanji::features::home {
namespace {

constexpr std::size_t kAnnouncementsMax = 8;

/// The weight in thousandths that a part of Accept-Language such as "en-GB;q=0.8" gives.
int weight_of(std::string_view part) {
  const std::size_t found = part.find("q=");
  if (found == part.npos) return 1000;
  const std::string_view number = base::trim(part.substr(found + 2));
  if (number.starts_with('1')) return 1000;
  int weight = 0;
  for (std::size_t at = 2, unit = 100; at < number.size() && unit > 0; ++at, unit /= 10) {
    if (number[at] < '0' || number[at] > '9') break;
    weight += static_cast<int>(unit) * (number[at] - '0');
  }
  return weight;
}

base::Language preferred_language(std::string_view accept_language) {
  int malay = -1;
  int english = -1;
  for (const std::string_view part : base::split(accept_language, ',')) {
    const std::string tag = base::to_lower(base::trim(part.substr(0, part.find(';'))));
    if (tag == "ms" || tag.starts_with("ms-")) malay = std::max(malay, weight_of(part));
    if (tag == "en" || tag.starts_with("en-")) english = std::max(english, weight_of(part));
  }
  return english > malay && english > 0 ? base::Language::en : base::Language::ms;
}

/// The parts of `body` between empty lines.
std::vector<std::string_view> paragraphs_of(std::string_view body) {
  std::vector<std::string_view> paragraphs;
  while (!body.empty()) {
    const std::size_t end = body.find("\n\n");
    const std::string_view paragraph = base::trim(body.substr(0, end));
    if (!paragraph.empty()) paragraphs.push_back(paragraph);
    body = end == body.npos ? std::string_view{} : body.substr(end + 2);
  }
  return paragraphs;
}

void add_announcement(const App& app, const web::Request& request,
                      const catalogue::Announcement& announcement, web::Values& values) {
  web::Values row = values.add("ANNOUNCEMENT");
  const auto on = announcement.from;
  const std::string date = std::to_string(static_cast<unsigned>(on.day())) + " " +
                           app.words.month(request.language, on.year() / on.month());
  row.set("TITLE", announcement.title.in(request.language));
  row.set("DATE", date).set("DATE_ISO", domain::to_iso(on));
  for (const std::string_view paragraph : paragraphs_of(announcement.body.in(request.language)))
    row.add("PARAGRAPH").set("TEXT", paragraph);
}

std::string render(const App& app, const web::Request& request) {
  const auto catalogue = app.live.catalogue();
  web::Values values;
  std::size_t shown = 0;
  for (const catalogue::Department& department : catalogue->departments()) {
    for (const auto* announcement :
         catalogue->current_announcements(department.code, today_in_malaysia(app))) {
      if (shown++ < kAnnouncementsMax) add_announcement(app, request, *announcement, values);
    }
  }
  values.show_if(shown > 0, "ANNOUNCEMENTS");
  return render_page(app, request, "features/applicant/home/page.html", "home.page_title", values);
}

}  // namespace

web::Response choose_language(App&, const web::Request& request) {
  const base::Language language = preferred_language(request.header("accept-language"));
  web::Response response = web::Response::see_other(language == base::Language::ms ? "/ms/" : "/en/");
  response.set_header("Vary", "Accept-Language");
  return response;
}

web::Response home(App& app, const web::Request& request) {
  return kept_page(app, request, "", catalogue_page_version(app),
                   [&](const web::Request& shown) { return render(app, shown); });
}

}  // namespace temujanji::features::home
