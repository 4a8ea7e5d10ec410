#include "features/applicant/home/routes.h"

#include <algorithm>

#include "base/text.h"
#include "features/announcement_card.h"
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

std::string render(const App& app, const web::Request& request) {
  const auto catalogue = app.live.catalogue();
  web::Values values;
  std::size_t shown = 0;
  for (const catalogue::Department& department : catalogue->departments()) {
    for (const auto* announcement :
         catalogue->current_announcements(department.code, today_in_malaysia(app))) {
      if (shown++ >= kAnnouncementsMax) continue;
      web::Values card = values.add("ANNOUNCEMENT");
      add_announcement(app, request.language, *announcement, card);
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
