#include "features/operate/routes.h"

#include "features/operate/queries.sql.h"
#include "web/figures.h"

namespace temujanji::features::operate {

web::Response health(const web::Request&) {
  return web::Response::text("ok\n");
}

base::Task<web::Response> ready(App& app, const web::Request& request) {
  auto ask = [](storage::Connection& connection) { return connection.query(sql::kFindRevision).next(); };
  const bool answers = co_await app.readers.read(*request.executor, ask);
  co_return answers ? web::Response::text("ready\n") : web::Response::text("not ready\n", 503);
}

namespace {
std::uint64_t age_seconds(base::Instant at, base::Instant now) {
  if (at == base::Instant{} || now < at) return 0;
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now - at).count());
}
}  // namespace

web::Response metrics(App& app, const web::Server& server, const notify::Outbox& outbox,
                      const audit::LogFigures& log) {
  web::PrometheusText text;
  server.figures().append_to(text);
  const engine::EngineFigures engine = app.engine.figures();
  const notify::OutboxFigures mail = outbox.figures();
  text.single("temujanji_connections", "gauge", "Open connections", server.connections());
  text.single("temujanji_streams", "gauge", "Open streams of events", server.streams());
  text.single("temujanji_engine_commands_total", "counter", "Commands committed", engine.commands);
  text.single("temujanji_engine_batches_total", "counter", "Transactions committed", engine.batches);
  text.single("temujanji_engine_replays_total", "counter", "Batches replayed one by one", engine.replays);
  text.single("temujanji_engine_faults_total", "counter", "Commands that failed", engine.faults);
  text.single("temujanji_engine_refused_total", "counter", "Commands refused because the queue was full",
              engine.refused_full);
  text.single("temujanji_engine_waiting", "gauge", "Commands that wait", engine.waiting);
  text.single("temujanji_board_slots", "gauge", "Slots on offer", app.live.board().size());
  text.single("temujanji_mails_sent_total", "counter", "Mails delivered", mail.sent);
  text.single("temujanji_mails_retried_total", "counter", "Deliveries to be tried again", mail.retried);
  text.single("temujanji_mails_given_up_total", "counter", "Mails given up", mail.given_up);
  text.single("temujanji_mails_waiting", "gauge", "Mails that wait",
              static_cast<std::uint64_t>(mail.waiting));
  text.single("temujanji_mails_failed", "gauge", "Mails given up that may be tried again",
              static_cast<std::uint64_t>(mail.failed));
  text.single("temujanji_mail_server_away", "gauge", "1 while the mail server cannot be reached",
              std::uint64_t{mail.server_away ? 1U : 0U});
  text.single("temujanji_audit_leaves", "gauge", "Rows in the audit log's tree", log.size);
  text.single("temujanji_audit_head_age_seconds", "gauge",
              "Since the audit log's last head was signed; 0: none yet",
              age_seconds(log.head_at, app.clock.now()));
  web::Response response = web::Response::text(text.text());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace temujanji::features::operate
