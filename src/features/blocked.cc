#include "features/blocked.h"

#include "features/json.h"
#include "features/page.h"
#include "features/today.h"

namespace temujanji::features {

std::optional<misuse::Blocked::Match> find_address_block(const App& app, const web::Request& request) {
  if (!app.is_limited(request)) return std::nullopt;
  return app.blocks.blocked()->find(app.keys, misuse::value_of_address(request.address.prefix),
                                    app.clock.now());
}

std::optional<misuse::Blocked::Match> find_block(const App& app, const web::Request& request,
                                                 const domain::Applicant& applicant) {
  if (auto match = app.blocks.blocked()->find(app.keys, applicant, app.clock.now())) return match;
  return find_address_block(app, request);
}

web::Response blocked_page(const App& app, const web::Request& request, const misuse::Blocked::Match& match) {
  web::Values values;
  values.show(match.kind == domain::BlockKind::address ? "CONNECTION" : "DETAILS");
  if (match.ends_at) {
    // The end is the midnight after the last day.
    const auto last = zone_of_malaysia().date_at(*match.ends_at - std::chrono::milliseconds(1));
    values.add("UNTIL").set("UNTIL_DATE", app.words.date(request.language, last));
  }
  return show_page(app, request, "web/components/blocked.html", "blocked.title", values, 403);
}

web::Response blocked_problem(const App& app) {
  boost::json::object more;
  more["appeal"] = app.site_url + "/en/blocked";
  return problem(403, "blocked", "Bookings with these details, or from this address, are blocked",
                 std::move(more));
}

base::Task<bool> reload_blocks(App& app, const web::Request& request) {
  auto read = [&](storage::Connection& connection) {
    app.blocks.reload(connection);
    return true;
  };
  co_return co_await app.readers.read(*request.executor, read);
}

}  // namespace temujanji::features
