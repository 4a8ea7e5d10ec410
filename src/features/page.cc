#include "features/page.h"

#include <algorithm>

namespace temujanji::features {
namespace {

/// The words of a page that only says something.
struct Message {
  std::string_view title_key;
  std::string_view text_key;
};

Message message_of(int status) {
  switch (status) {
    case 403:
      return {"message.forbidden", "message.forbidden_text"};
    case 404:
      return {"message.not_found", "message.not_found_text"};
    case 405:
      return {"message.method", "message.method_text"};
    case 413:
      return {"message.too_large", "message.too_large_text"};
    case 429:
      return {"message.too_many", "message.too_many_text"};
    default:
      if (status >= 500) return {"message.busy", "message.busy_text"};
      return {"message.bad_request", "message.bad_request_text"};
  }
}

void add_link(const App& app, const web::Request& request, std::string_view url, std::string_view word,
              web::Values& values) {
  values.add("LINK").set("URL", url).set("NAME", say(app, request, word));
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
  const Message message = message_of(status);
  const bool passes = status == 429 || status >= 500;
  web::Values values;
  values.set("TITLE", say(app, request, message.title_key));
  values.set("TEXT", say(app, request, message.text_key));
  if (passes && request.method == web::Method::get) {
    const std::string again = request.query.empty() ? request.path : request.path + "?" + request.query;
    add_link(app, request, again, "message.try_again", values);
  }
  add_link(app, request, path_to(request, "/"), "message.home", values);
  add_link(app, request, path_to(request, "/appointment"), "home.confirm_or_cancel", values);
  values.add("NUMBER").set("STATUS", status);
  return show_page(app, request, "web/components/message.html", message.title_key, values, status);
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

std::string field_error(const App& app, const web::Request& request, std::string_view field,
                        std::string_view code) {
  if (code != "required") return std::string(say(app, request, "error." + std::string(code)));
  std::string name(field);
  std::ranges::replace(name, '.', '_');
  const std::string key = "error.required_" + name;
  return std::string(say(app, request, app.words.has(request.language, key) ? key : "error.required"));
}

void add_error(web::Values& values, std::string_view field, std::string_view text) {
  values.add("ERROR_ITEM").set("FIELD", field).set("TEXT", text);
}

}  // namespace temujanji::features
