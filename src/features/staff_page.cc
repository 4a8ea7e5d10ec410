#include "features/staff_page.h"

#include <algorithm>

#include "base/text.h"
#include "web/cookies.h"
#include "web/guard.h"
#include "web/url.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kSessionCookie = "staff";
constexpr std::size_t kTokenMax = 64;
/// A session's last use is written down to the minute.
constexpr std::chrono::seconds kTouchAfter{60};

/// The office that the address names: nothing where it names none, null for one that is not the visitor's.
std::optional<const catalogue::Office*> office_of(const web::Request& request, const Visit& visit) {
  const std::string_view prefix = "/staff/at/";
  if (request.path.find(prefix) != 3 || request.path_values.empty()) return std::nullopt;
  const catalogue::Office* office = visit.catalogue->find_office(request.path_values.front());
  if (office == nullptr || !visit.account().works_at(office->id)) return nullptr;
  return office;
}

/// After signing in they come back to the page they asked for. What they sent cannot be sent again for them,
/// but it is still in their browser.
web::Response ask_to_sign_in(const App& app, const web::Request& request) {
  if (request.method == web::Method::get || request.method == web::Method::head) {
    const std::string there = request.query.empty() ? request.path : request.path + "?" + request.query;
    return web::Response::see_other(path_to(request, "/staff/sign-in") + web::make_query({{"to", there}}));
  }
  web::Values values;
  return show_door(app, request, "features/staff/sign_in/ended.html", "sign_in.ended", values, 403);
}

/// The section that marks where one is in the navigation: "HERE_CHECK_IN" at an office, else
/// "HERE_ALL_BLOCKS".
std::string here(const web::Request& request, const Visit& visit) {
  constexpr std::size_t kStaff = std::string_view("/ms/staff").size();
  const std::size_t begin = visit.office == nullptr ? kStaff : office_path(request, visit, "").size();
  std::string_view rest = std::string_view(request.path).substr(std::min(begin + 1, request.path.size()));
  std::string name = base::to_upper(rest.substr(0, rest.find('/')));
  std::ranges::replace(name, '-', '_');
  return (visit.office == nullptr ? "HERE_ALL_" : "HERE_") + name;
}

}  // namespace

base::Task<web::Response> enter(App& app, const web::Request& request, domain::Right right,
                                StaffHandler handler) {
  const std::string_view token = find_session_token(request);
  if (token.empty()) co_return ask_to_sign_in(app, request);
  const base::Digest digest = staff::token_digest(app.keys, token);
  const base::Instant now = app.clock.now();
  auto find = [&](storage::Connection& connection) {
    return staff::find_session(connection, app.keys, digest, now, session_limits(app));
  };
  auto session = co_await app.readers.read(*request.executor, find);
  if (!session) co_return ask_to_sign_in(app, request);
  Visit visit{std::move(*session), app.live.catalogue()};
  if (!visit.may(right)) co_return status_page(app, request, 403);
  if (const auto office = office_of(request, visit)) {
    if (*office == nullptr) co_return status_page(app, request, 404);
    visit.office = *office;
  }
  if (now - visit.session.seen_at > kTouchAfter) {
    const staff::TouchSession touch{visit.session.id};
    co_await app.engine.submit(*request.executor, touch);
  }
  auto answering = handler(app, request, visit);
  co_return co_await answering;
}

staff::SessionLimits session_limits(const App& app) {
  return {std::chrono::minutes(app.settings.whole("staff.idle_minutes")),
          std::chrono::hours(app.settings.whole("staff.session_hours"))};
}

void keep_session(const App& app, const web::Request& request, web::Response& response,
                  std::string_view token) {
  if (token.empty()) return web::drop_cookie(response, request, kSessionCookie);
  web::set_cookie(response, request, kSessionCookie, token, session_limits(app).longest);
}

std::string_view find_session_token(const web::Request& request) {
  const std::string_view token = web::find_cookie(request, kSessionCookie);
  return token.size() <= kTokenMax ? token : std::string_view();
}

web::Response show_staff_page(const App& app, const web::Request& request, const Visit& visit,
                              std::string_view asset, std::string_view title_key, web::Values& values,
                              int status) {
  values.set_everywhere("STAFF_NAME", visit.account().name);
  values.set_everywhere("USER_NAME", visit.account().user_name);
  if (visit.office != nullptr) {
    values.set_everywhere("OFFICE_NAME", visit.office->name.in(request.language));
    values.set_everywhere("OFFICE_CODE", visit.office->code);
    values.set_everywhere("OFFICE_URL", office_path(request, visit, ""));
    values.show_everywhere("AT_OFFICE");
  }
  for (const domain::Right right : domain::kRights) {
    if (visit.may(right)) values.show_everywhere("MAY_" + base::to_upper(to_text(right)));
  }
  values.show(here(request, visit));
  return show_door(app, request, asset, title_key, values, status);
}

web::Response show_door(const App& app, const web::Request& request, std::string_view asset,
                        std::string_view title_key, web::Values& values, int status) {
  web::Response response;
  const std::string browser = web::ensure_browser(request, response);
  values.set_everywhere("CSRF", web::csrf_token(app.keys, browser));
  response.status = status;
  response.body = render_page(app, request, asset, title_key, values);
  return response;
}

std::string office_path(const web::Request& request, const Visit& visit, std::string_view rest) {
  return path_to(request, "/staff/at/" + visit.office->code + std::string(rest));
}

const base::Zone& zone_of(const Visit& visit) {
  if (visit.office != nullptr) return visit.office->zone;
  const auto offices = visit.catalogue->offices();
  const auto own = std::ranges::find_if(
      offices, [&](const catalogue::Office& office) { return visit.account().works_at(office.id); });
  return own == offices.end() ? offices.front().zone : own->zone;
}

void add_field_error(const App& app, const web::Request& request, web::Values& values, std::string_view field,
                     std::string_view code) {
  const std::string text = field_error(app, request, field, code);
  values.show("ERRORS");
  add_error(values, field, text);
  values.add(base::to_upper(field) + "_ERROR").set("ERROR_TEXT", text);
}

void add_item_error(const App& app, const web::Request& request, web::Values& values, web::Values& item,
                    std::string_view field, std::int64_t id, std::string_view code) {
  const std::string text = field_error(app, request, field, code);
  values.show("ERRORS");
  add_error(values, std::string(field) + "-" + std::to_string(id), text);
  item.add(base::to_upper(field) + "_ERROR").set("ERROR_TEXT", text);
}

}  // namespace temujanji::features
