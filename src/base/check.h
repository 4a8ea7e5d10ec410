#pragma once
#include <string_view>

namespace temujanji::base {

/// Writes what failed to standard error and aborts. For states that only a mistake in the program can reach.
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace temujanji::base

/// An assertion that stands in every build.
#define CHECK(expression)                                               \
  do {                                                                  \
    if (!(expression)) [[unlikely]]                                     \
      ::temujanji::base::check_failed(#expression, __FILE__, __LINE__); \
  } while (false)
