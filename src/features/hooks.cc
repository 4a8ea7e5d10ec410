#include "features/hooks.h"

#include "features/json.h"
#include "features/page.h"

namespace temujanji::features {
namespace {

/// A status in the words of whoever asked: problem details for programs, a page for people.
web::Response say_status(const App& app, const web::Request& request, int status) {
  return request.path.starts_with("/api/") ? problem_of_status(status) : status_page(app, request, status);
}

}  // namespace

web::ServerHooks make_hooks(App& app) {
  web::ServerHooks hooks;
  hooks.on_fault = [&app](const web::Request& request, int status) {
    return say_status(app, request, status);
  };
  hooks.before = [&app](const web::Request& request,
                        const web::Route& route) -> std::optional<web::Response> {
    if (route.who == web::Who::operators && !app.operator_networks.contains(request.address.text)) {
      return say_status(app, request, 404);
    }
    if (!app.is_limited(request) || app.requests_by_address.allow(request.address.prefix, app.clock.now())) {
      return std::nullopt;
    }
    return say_status(app, request, 429);
  };
  return hooks;
}

}  // namespace temujanji::features
