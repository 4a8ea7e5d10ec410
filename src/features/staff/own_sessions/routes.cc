#include "features/staff/own_sessions/routes.h"

#include "appointments/find.h"
#include "base/text.h"
#include "domain/applicant.h"
#include "features/today.h"
#include "staff/own_identity.h"
#include "web/form.h"

namespace temujanji::features::own_sessions {
namespace {

/// `problem` is that of the number that was typed.
base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, std::string typed,
                               std::string_view problem) {
  bool is_known = false;
  auto read = [&](storage::Connection& connection) {
    is_known = staff::has_own_identity(connection, visit.account().id);
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
  values.set("TYPED_IDENTITY", typed).show(is_known ? "IDENTITY_KNOWN" : "IDENTITY_UNKNOWN");
  if (!problem.empty()) add_field_error(app, request, values, "identity", problem);
  co_return show_staff_page(app, request, visit, "features/staff/own_sessions/page.html", "sessions.title",
                            values, problem.empty() ? 200 : 422);
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, "", "");
  co_return co_await showing;
}

base::Task<web::Response> note_identity(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  std::string typed(form ? form->value("identity") : "");
  const auto mykad = domain::parse_mykad(typed, today_in_malaysia(app));
  if (mykad) {
    const staff::NoteOwnIdentity command{visit.account().id,
                                         appointments::identity_digest(app.keys, mykad->document())};
    co_await app.engine.submit(*request.executor, command);
    co_return web::Response::see_other(path_to(request, "/staff/sessions"));
  }
  auto showing = page(app, request, visit, std::move(typed), to_text(domain::code_of(mykad.refusal())));
  co_return co_await showing;
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
