#pragma once
#include "features/app.h"
#include "web/server.h"

namespace temujanji::features {

/// What the server asks of us around every route: pages and problems for its own refusals, and the limit of
/// requests by address.
web::ServerHooks make_hooks(App& app);

}  // namespace temujanji::features
