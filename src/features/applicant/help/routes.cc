#include "features/applicant/help/routes.h"

#include <algorithm>
#include <array>

#include "features/kept_page.h"
#include "features/page.h"
#include "features/page_version.h"
#include "features/text_page.h"

namespace temujanji::features::help {
namespace {

constexpr std::array<std::string_view, 6> kPages{"manual",  "faq",           "contact",
                                                 "privacy", "accessibility", "staff"};
std::string render(const App& app, const web::Request& request, const std::string& page) {
  web::Values values;
  const std::string& email = app.settings.text("site.contact_email");
  const std::string& phone = app.settings.text("site.contact_phone");
  if (!email.empty()) values.add("EMAIL").set("EMAIL_ADDRESS", email);
  if (!phone.empty()) values.add("PHONE").set("PHONE_NUMBER", phone);
  values.show_if(email.empty() && phone.empty(), "NONE");
  if (const auto written = catalogue::parse_text_page(page))
    add_text(app.live.catalogue()->text_of(*written).in(request.language), values);
  return render_page(app, request, "features/applicant/help/" + page + ".html", page + ".title", values);
}

}  // namespace

web::Response help(App& app, const web::Request& request) {
  const std::string& page = request.path_values.at(0);
  if (std::ranges::find(kPages, page) == kPages.end()) return status_page(app, request, 404);
  return kept_page(app, request, "", catalogue_page_version(app),
                   [&](const web::Request& shown) { return render(app, shown, page); });
}

}  // namespace temujanji::features::help
