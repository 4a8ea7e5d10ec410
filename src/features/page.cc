#include "features/page.h"

#include <array>

namespace temujanji::features {
namespace {

constexpr std::array kStatusesWithWords{400, 403, 404, 405, 413, 415, 429, 503};

int status_with_words(int status) {
  for (const int known : kStatusesWithWords) {
    if (known == status) return status;
  }
  return status >= 500 ? 503 : 400;
}

}  // namespace

std::string_view say(const App& app, const web::Request& request, std::string_view key) {
  return app.words.text(request.language, key);
}

std::string render_page(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values) {
  values.set("PAGE_TITLE", say(app, request, title_key));
  values.set("OTHER_LANG_URL", web::other_language_url(request));
  return app.pages.render(asset, request, values);
}

web::Response show_page(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values, int status) {
  return web::Response::html(render_page(app, request, asset, title_key, values), status);
}

web::Response status_page(const App& app, const web::Request& request, int status) {
  const std::string prefix = "message." + std::to_string(status_with_words(status));
  const std::string title_key = prefix + "_title";
  web::Values values;
  values.set("TITLE", say(app, request, title_key));
  values.set("TEXT", say(app, request, prefix + "_text"));
  values.add("LINK").set("URL", path_to(request, "/")).set("NAME", say(app, request, "message.home"));
  values.add("LINK")
      .set("URL", path_to(request, "/appointment"))
      .set("NAME", say(app, request, "message.appointment"));
  values.add("NUMBER").set("STATUS", status);
  return show_page(app, request, "web/components/message.html", title_key, values, status);
}

std::string path_to(const web::Request& request, std::string_view rest) {
  std::string path = "/";
  path += to_text(request.language);
  path += rest;
  return path;
}

void add_chosen(web::Values& values, std::string_view section, std::string_view name,
                std::string_view change_url) {
  web::Values row = values.add(section);
  row.set("NAME", name);
  if (!change_url.empty()) row.add("CHANGE").set("CHANGE_URL", change_url);
}

void add_chosen_office(web::Values& values, const web::Request& request, const catalogue::Office& office,
                       std::string_view change_url) {
  web::Values row = values.add("CHOSEN_OFFICE");
  row.set("NAME", office.name.in(request.language));
  const std::string city = office.postcode.empty() ? office.city : office.postcode + " " + office.city;
  row.add("CHOSEN_ADDRESS").set("ADDRESS", office.address.empty() ? city : office.address + ", " + city);
  if (!change_url.empty()) row.add("CHANGE").set("CHANGE_URL", change_url);
}

void add_error(web::Values& values, std::string_view field, std::string_view text) {
  values.add("ERROR_ITEM").set("FIELD", field).set("TEXT", text);
}

}  // namespace temujanji::features
