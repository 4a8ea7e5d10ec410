#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace temujanji::bench {

/// What a run of the load generator does.
struct Options {
  enum class Mode { book, get };
  Mode mode = Mode::get;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  int connections = 256;
  /// Ends after so many seconds, or after `requests_max` requests if that is not 0.
  double seconds = 10;
  /// Answers of the first seconds are not counted.
  double warmup_seconds = 0;
  std::int64_t requests_max = 0;
  /// book: lines `office service starts_at`, one slot each; requests go over them in a scattered order.
  std::string targets_file;
  /// book: number of the first invented identity; runs against the same data must not share identities.
  std::int64_t first_identity = 0;
  /// get: paths with query, asked in turn.
  std::vector<std::string> paths;
  /// get: sends `Accept-Encoding: gzip`.
  bool gzip = false;
};

/// Reads the command line; prints and exits with code 2 if it cannot be used.
Options parse_options(int argc, char** argv);

}  // namespace temujanji::bench
