#pragma once
#include "cli/cli.h"

namespace temujanji {

/// `temujanji serve`: builds everything from the settings, answers until SIGINT or SIGTERM, and stops so that
/// nothing under way is lost. Gives the exit code; throws UsageFault or Fault.
int serve(const cli::ServeRequest& asked);

}  // namespace temujanji
