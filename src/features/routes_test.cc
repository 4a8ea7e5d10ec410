#include "features/routes.h"

#include <gtest/gtest.h>

#include "tests/support/installation.h"

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

TEST(routes, of_pages_keep_nothing_of_a_visitor_in_a_cache) {
  Installation house;
  for (const web::Route& route : routes_of(house)) {
    if (route.method != Method::get || std::holds_alternative<web::QuickHandler>(route.handler)) continue;
    EXPECT_EQ(house.get(target_of(route, "ms")).header("Cache-Control"), "") << route.path;
  }
}

}  // namespace
}  // namespace temujanji::features
