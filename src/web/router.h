#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/route.h"

namespace temujanji::web {

/// What a method and path lead to.
struct Match {
  /// Nothing: no such path, or not with this method.
  const Route* route = nullptr;
  /// Place of the route in `Router::routes`.
  std::size_t number = 0;
  /// Values of the `{name}` parts.
  std::vector<std::string> values;
  /// "GET, HEAD, POST": the methods this path has; empty if there is no such path.
  std::string allowed;
};

/// All routes by method and path. Immutable, thread-safe; copies share the table.
class Router {
 public:
  /// Throws Fault for two routes that answer the same method and path, and for a malformed path.
  explicit Router(std::vector<Route> routes);

  std::span<const Route> routes() const;
  /// HEAD finds the GET route. Looks at each part of the path once, as long as no literal part stands beside
  /// a
  /// `{name}` part. A literal part wins over a `{name}` part.
  Match find(Method method, std::string_view path) const;

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

}  // namespace temujanji::web
