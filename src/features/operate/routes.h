#pragma once
#include "audit/sealer.h"
#include "features/app.h"
#include "notify/outbox.h"
#include "web/server.h"

/// What an operator's tools ask.
namespace temujanji::features::operate {

/// /healthz: the process is up.
web::Response health(const web::Request& request);
/// /readyz: the board is loaded and the database answers.
base::Task<web::Response> ready(App& app, const web::Request& request);
/// /metrics: Prometheus text. Without personal data.
web::Response metrics(App& app, const web::Server& server, const notify::Outbox& outbox,
                      const audit::LogFigures& log);

}  // namespace temujanji::features::operate
