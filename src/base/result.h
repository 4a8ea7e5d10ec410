#pragma once
#include <optional>
#include <utility>
#include <variant>

#include "base/check.h"

namespace temujanji::base {

/// Either the value asked for or the reason it was refused. For refusals that the person can mend; faults are
/// exceptions. T and E must be different types.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    CHECK(ok());
    return std::get<0>(state_);
  }
  T& value() & {
    CHECK(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    CHECK(ok());
    return std::get<0>(std::move(state_));
  }
  const E& refusal() const& {
    CHECK(!ok());
    return std::get<1>(state_);
  }
  E&& refusal() && {
    CHECK(!ok());
    return std::get<1>(std::move(state_));
  }

  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }

 private:
  std::variant<T, E> state_;
};

/// Nothing but success.
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace temujanji::base
