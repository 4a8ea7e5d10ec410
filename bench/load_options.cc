#include "load_options.h"

#include <CLI/CLI.hpp>

namespace temujanji::bench {

Options parse_options(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Loads a temujanji server over keep-alive connections from one thread and prints one JSON line."};
  app.require_subcommand(1);
  app.add_option("--host", options.host, "IPv4 address")->capture_default_str();
  app.add_option("--port", options.port)->capture_default_str();
  app.add_option("--connections", options.connections)->check(CLI::Range(1, 20000))->capture_default_str();
  app.add_option("--seconds", options.seconds)->capture_default_str();
  app.add_option("--warmup-seconds", options.warmup_seconds)->capture_default_str();
  app.add_option("--requests", options.requests_max, "Stop after so many requests instead");

  CLI::App* book = app.add_subcommand("book", "POST /api/v1/appointments, each for another invented person");
  book->add_option("--targets", options.targets_file, "Lines `office service starts_at`")
      ->required()
      ->check(CLI::ExistingFile);
  book->add_option("--first-identity", options.first_identity)->capture_default_str();
  book->callback([&] { options.mode = Options::Mode::book; });

  CLI::App* get = app.add_subcommand("get", "GET paths in turn");
  get->add_option("paths", options.paths)->required();
  get->add_flag("--gzip", options.gzip, "Send Accept-Encoding: gzip");
  get->callback([&] { options.mode = Options::Mode::get; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error) == 0 ? 0 : 2);
  }
  return options;
}

}  // namespace temujanji::bench
