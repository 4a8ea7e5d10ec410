#include "features/staff/own_sessions/routes.h"

#include "base/text.h"
#include "web/form.h"

namespace temujanji::features::own_sessions {

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto read = [&](storage::Connection& connection) {
    return staff::list_sessions(connection, app.keys, visit.account().id, app.clock.now(),
                                session_limits(app));
  };
  const auto sessions = co_await app.readers.read(*request.executor, read);
  const base::Zone& zone = zone_of(visit);
  web::Values values;
  for (const staff::Session& session : sessions) {
    web::Values row = values.add("SESSION");
    row.set("ID", session.id.value).set("DEVICE", session.device);
    row.set("SINCE", app.words.date_time(request.language, zone.to_local(session.begun_at)));
    row.set("SEEN", app.words.time(request.language, zone.to_local(session.seen_at)));
    row.show(session.id == visit.session.id ? "THIS" : "OTHER");
  }
  co_return show_staff_page(app, request, visit, "features/staff/own_sessions/page.html", "sessions.title",
                            values);
}

base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("session")) : std::nullopt;
  if (id) {
    staff::EndSession command{domain::SessionId{*id}, visit.account().id};
    co_await app.engine.submit(*request.executor, command);
  }
  co_return web::Response::see_other(path_to(request, "/staff/sessions"));
}

}  // namespace temujanji::features::own_sessions
