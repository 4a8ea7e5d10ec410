#include "base/fault.h"

namespace temujanji::base {

std::string describe(const std::exception& fault) {
  std::string text = fault.what();
  try {
    std::rethrow_if_nested(fault);
  } catch (const std::exception& cause) {
    text += ": " + describe(cause);
  } catch (...) {
    text += ": unknown cause";
  }
  return text;
}

}  // namespace temujanji::base
