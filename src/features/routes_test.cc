#include "features/routes.h"

#include <gtest/gtest.h>

#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using web::Guard;
using web::Method;

std::vector<web::Route> routes_of(Installation& house) {
  return all_routes(house.app, house.static_files, [] { return web::Response::text("metrics"); });
}

/// A target that leads to the route: a word for each name.
std::string target_of(const web::Route& route, std::string_view language) {
  std::string target;
  for (std::size_t at = 0; at < route.path.size();) {
    const std::size_t open = std::min(route.path.find('{', at), route.path.size());
    target += route.path.substr(at, open - at);
    if (open == route.path.size()) break;
    const std::size_t close = route.path.find('}', open);
    const bool is_language = route.path.substr(open, close - open) == "{language";
    target += is_language ? language : std::string_view("x");
    at = close + 1;
  }
  return target;
}

bool changes_state(const web::Route& route) {
  return route.method == Method::post || route.method == Method::delete_;
}

TEST(routes, have_a_guard_where_they_change_state_and_only_there) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    EXPECT_EQ(changes_state(route), route.guard != Guard::none) << route.path;
    EXPECT_EQ(route.guard == Guard::api, changes_state(route) && route.path.starts_with("/api/"))
        << route.path;
  }
}

TEST(routes, of_operators_exist_for_their_networks_only) {
  Installation stranger;
  EXPECT_EQ(stranger.get("/metrics").status, 404);
  const Pairs ours{{"server.operator_networks", "192.0.2.0/24"}};
  Installation known(ours);
  EXPECT_EQ(known.get("/metrics").status, 200);
}

TEST(routes, that_change_state_refuse_what_other_sites_send) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    if (!changes_state(route)) continue;
    const std::string target = target_of(route, "ms");
    EXPECT_EQ(house.call(route.method, target, "", {{"origin", "https://elsewhere.test"}}).status, 403)
        << target;
    EXPECT_EQ(
        house.call(route.method, target, "", {{"sec-fetch-site", "cross-site"}, {"origin", "null"}}).status,
        403)
        << target;
  }
}

TEST(routes, answer_a_stranger_without_a_fault_in_both_languages) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    for (const char* language : {"ms", "en"}) {
      const std::string target = target_of(route, language);
      const Pairs headers{{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}};
      EXPECT_LT(house.call(route.method, target, changes_state(route) ? "{}" : "", headers).status, 500)
          << target;
    }
  }
}

/// The address of a route for staff at an office, or of one that names none.
std::string staff_target(const web::Route& route, std::string_view office) {
  std::string target = target_of(route, "en");
  const std::size_t at = route.path.find("{office}");
  if (at == std::string::npos) return target;
  const std::string_view before = "/en/staff/at/";
  return target.replace(before.size(), 1, office);
}

domain::Right right_of(const web::Route& route) {
  const auto* right =
      std::ranges::find(domain::kRights, route.right, [](domain::Right one) { return to_text(one); });
  EXPECT_NE(right, domain::kRights.end()) << route.path;
  return *right;
}

TEST(routes, of_staff_name_a_right_and_others_name_none) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    EXPECT_EQ(route.who == web::Who::staff, !route.right.empty()) << route.path;
    if (route.path.starts_with("/{language}/staff") && route.who != web::Who::staff) {
      EXPECT_TRUE(route.path.ends_with("/sign-in") || route.path.ends_with("/join")) << route.path;
    }
  }
}

TEST(routes, of_staff_let_nobody_in_who_is_not_signed_in) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    if (route.who != web::Who::staff) continue;
    Visitor stranger(house);
    stranger.get("/en/staff/sign-in");
    const std::string target = staff_target(route, "JHR-KLG");
    const web::Response response = changes_state(route) ? stranger.post(target, {}) : stranger.get(target);
    EXPECT_EQ(response.status, changes_state(route) ? 403 : 303) << target;
    if (!changes_state(route)) {
      EXPECT_TRUE(response.header("Location").starts_with("/en/staff/sign-in?to=")) << target;
    }
  }
}

/// Role × route × own and foreign office: who has no right gets 403, a foreign office is not there, and
/// everybody else gets an answer of the page itself.
TEST(routes, of_staff_let_each_role_do_what_it_may_where_it_works_and_nothing_else) {
  Installation house;
  for (const domain::Role role : domain::kRoles) {
    const bool everywhere = domain::has_every_office(role);
    const std::vector<std::string> own =
        everywhere ? std::vector<std::string>{} : std::vector<std::string>{"JHR-KLG"};
    Colleague colleague(house, role, own);
    for (const web::Route& route : routes_of(house)) {
      if (route.who != web::Who::staff) continue;
      const bool signs_out = route.path.ends_with("/sign-out") || route.path.ends_with("/kiosk");
      for (const char* office : {"JHR-KLG", "PJY-CHP"}) {
        const bool names_office = route.path.find("{office}") != std::string::npos;
        const bool foreign = names_office && !everywhere && std::string_view(office) == "PJY-CHP";
        const std::string target = staff_target(route, office);
        std::optional<Colleague> leaving;
        Colleague& who = signs_out ? leaving.emplace(house, role, own) : colleague;
        who.get("/en/staff");  // for the token of its forms
        const int status = (changes_state(route) ? who.post(target) : who.get(target)).status;
        const std::string what = std::string(to_text(role)) + " " + target;
        if (!domain::may(role, right_of(route))) {
          EXPECT_EQ(status, 403) << what;
        } else if (foreign) {
          EXPECT_EQ(status, 404) << what;
        } else {
          EXPECT_NE(status, 403) << what;
          EXPECT_LT(status, 500) << what;
          if (!changes_state(route) && route.path.find('{', 12) == route.path.find("{office}")) {
            EXPECT_EQ(status, 200) << what;
          }
        }
      }
    }
  }
}

TEST(routes, of_pages_keep_nothing_of_a_visitor_in_a_cache) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    if (route.method != Method::get || std::holds_alternative<web::QuickHandler>(route.handler)) continue;
    EXPECT_EQ(house.get(target_of(route, "ms")).header("Cache-Control"), "") << route.path;
  }
}

}  // namespace
}  // namespace temujanji::features
