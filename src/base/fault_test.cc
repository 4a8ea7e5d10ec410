#include "base/fault.h"

#include <gtest/gtest.h>

namespace temujanji::base {
namespace {

std::string described(void (*fail)()) {
  try {
    fail();
  } catch (const std::exception& fault) {
    return describe(fault);
  }
  return "nothing was thrown";
}

TEST(fault, is_described_with_all_its_causes_from_the_outermost) {
  EXPECT_EQ(described([] { throw Fault("disk full"); }), "disk full");
  const auto nested = [] {
    try {
      try {
        throw std::runtime_error("no space left");
      } catch (...) {
        std::throw_with_nested(Fault("cannot write page 7"));
      }
    } catch (...) {
      std::throw_with_nested(Overloaded("cannot book"));
    }
  };
  EXPECT_EQ(described(nested), "cannot book: cannot write page 7: no space left");
}

TEST(fault, is_described_also_where_the_cause_is_no_exception) {
  const auto odd = [] {
    try {
      throw 5;
    } catch (...) {
      std::throw_with_nested(Fault("cannot book"));
    }
  };
  EXPECT_EQ(described(odd), "cannot book: unknown cause");
}

}  // namespace
}  // namespace temujanji::base
