#pragma once
#include <stdexcept>
#include <string>

namespace temujanji::base {

/// What only the operator can mend: database gone, disk full, file unreadable. Thrown where it happens,
/// caught at four edges: request (503), writer batch, outbox job, command line. Wrap with
/// std::throw_with_nested to add context.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A bounded queue is full; nothing was begun, trying again in a moment is safe.
class Overloaded : public Fault {
 public:
  using Fault::Fault;
};

/// The configuration or a command-line argument cannot be used; the text says what to change. Exit code 2.
class UsageFault : public Fault {
 public:
  using Fault::Fault;
};

/// The messages of an exception and of those nested in it, outermost first, joined by ": ".
std::string describe(const std::exception& fault);

}  // namespace temujanji::base
