#include "web/router.h"

#include <gtest/gtest.h>

#include "base/fault.h"

namespace temujanji::web {
namespace {

Route route(Method method, std::string path) {
  return {method, std::move(path), Who::anyone, Guard::none,
          QuickHandler([](const Request&) { return Response(); })};
}

TEST(router, finds_routes_by_method_and_path) {
  const Router router({
      route(Method::get, "/"),
      route(Method::get, "/{language}/"),
      route(Method::get, "/{language}/book/{office}/{day}"),
      route(Method::get, "/{language}/book/new/{day}"),
      route(Method::get, "/{language}/{page}/help"),
      route(Method::post, "/api/v1/holds"),
      route(Method::delete_, "/api/v1/holds/{hold}"),
  });
  struct Row {
    Method method;
    std::string path;
    std::string found;
    std::vector<std::string> values;
  };
  const Row rows[] = {
      {Method::get, "/", "/", {}},
      {Method::head, "/", "/", {}},
      {Method::get, "/ms/", "/{language}/", {}},
      {Method::get, "/en/", "/{language}/", {}},
      {Method::get, "/en", "", {}},
      {Method::get, "/fr/", "", {}},
      {Method::get, "/ms/book/K/D", "/{language}/book/{office}/{day}", {"K", "D"}},
      {Method::get, "/ms/book/new/D", "/{language}/book/new/{day}", {"D"}},
      {Method::get, "/ms/book/help", "/{language}/{page}/help", {"book"}},
      {Method::get, "/ms/book//D", "", {}},
      {Method::get, "/ms/book/K/D/", "", {}},
      {Method::get, "//", "", {}},
      {Method::get, "", "", {}},
      {Method::get, "*", "", {}},
      {Method::post, "/api/v1/holds", "/api/v1/holds", {}},
      {Method::delete_, "/api/v1/holds/7", "/api/v1/holds/{hold}", {"7"}},
      {Method::get, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "", {}},
  };
  for (const Row& row : rows) {
    const Match match = router.find(row.method, row.path);
    EXPECT_EQ(match.route == nullptr ? "" : match.route->path, row.found) << row.path;
    EXPECT_EQ(match.values, row.values) << row.path;
    if (match.route != nullptr) {
      EXPECT_EQ(&router.routes()[match.number], match.route);
    }
  }
}

TEST(router, tells_which_methods_a_path_has) {
  const Router router({route(Method::get, "/a"), route(Method::post, "/a"), route(Method::delete_, "/b")});
  EXPECT_EQ(router.find(Method::delete_, "/a").allowed, "GET, HEAD, POST");
  EXPECT_EQ(router.find(Method::other, "/b").allowed, "DELETE");
  EXPECT_EQ(router.find(Method::get, "/c").allowed, "");
}

TEST(router, refuses_routes_that_clash_or_are_malformed) {
  EXPECT_THROW(Router({route(Method::get, "/{language}/a"), route(Method::get, "/ms/a")}), base::Fault);
  EXPECT_THROW(Router({route(Method::get, "/a/{x}"), route(Method::get, "/a/{y}")}), base::Fault);
  EXPECT_THROW(Router({route(Method::get, "a")}), base::Fault);
  EXPECT_THROW(Router({route(Method::get, "/a/{language}")}), base::Fault);
  EXPECT_THROW(Router({route(Method::head, "/a")}), base::Fault);
}

}  // namespace
}  // namespace temujanji::web
