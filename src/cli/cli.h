#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "base/settings.h"
#include "cli/data_folder.h"

namespace temujanji::cli {

/// What `temujanji serve` was asked.
struct ServeRequest {
  DataFolder folder;
  /// "address:port".
  std::string listen;
  base::Settings settings;
};
using Serve = std::function<int(const ServeRequest&)>;

/// The command line of the program: reads the arguments, runs the sub-command, and tells what went wrong on
/// standard error. Gives the exit code: 0; 1 for a fault or a violation found; 2 for arguments, settings or
/// files that the caller must change. `serve` runs the server; without it there is no such sub-command.
int run(int argc, char** argv, const Serve& serve = {});

}  // namespace temujanji::cli
