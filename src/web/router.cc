#include "web/router.h"

#include <array>
#include <map>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr std::size_t kPartsMax = 12;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// The methods a route can have, in the order of an Allow header.
constexpr std::array kMethods{Method::get, Method::post, Method::delete_};

std::size_t place_of(Method method) {
  switch (method) {
    case Method::get:
    case Method::head:
      return 0;
    case Method::post:
      return 1;
    case Method::delete_:
      return 2;
    case Method::other:
      break;
  }
  return kNone;
}

struct Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> named;
  std::array<std::size_t, kMethods.size()> routes{kNone, kNone, kNone};

  bool is_end() const { return routes != std::array<std::size_t, kMethods.size()>{kNone, kNone, kNone}; }
};

bool is_named(std::string_view part) {
  return part.starts_with('{') && part.ends_with('}');
}

/// Walks down; a part that leads nowhere as a literal is tried as a name.
const Node* walk(const Node& node, std::span<const std::string_view> parts,
                 std::vector<std::string>& values) {
  if (parts.empty()) return node.is_end() ? &node : nullptr;
  if (const auto literal = node.literals.find(parts.front()); literal != node.literals.end()) {
    if (const Node* end = walk(*literal->second, parts.subspan(1), values)) return end;
  }
  if (node.named == nullptr || parts.front().empty()) return nullptr;
  values.emplace_back(parts.front());
  const Node* end = walk(*node.named, parts.subspan(1), values);
  if (end == nullptr) values.pop_back();
  return end;
}

}  // namespace

struct Router::Table {
  std::vector<Route> routes;
  Node root;

  void add(std::size_t number) {
    const Route& route = routes[number];
    if (!route.path.starts_with('/')) throw base::Fault("route path " + route.path + " must begin with /");
    const auto parts = base::split(std::string_view(route.path).substr(1), '/');
    if (parts.size() > kPartsMax) throw base::Fault("route path " + route.path + " has too many parts");
    if (parts.front() != "{language}") return add(root, parts, number);
    for (const std::string_view language : {"ms", "en"}) {
      auto& child = root.literals[std::string(language)];
      if (!child) child = std::make_unique<Node>();
      add(*child, std::span(parts).subspan(1), number);
    }
  }

  void add(Node& node, std::span<const std::string_view> parts, std::size_t number) {
    if (!parts.empty()) {
      if (parts.front() == "{language}") {
        throw base::Fault("route path " + routes[number].path + ": {language} must be the first part");
      }
      auto& child = is_named(parts.front()) ? node.named : node.literals[std::string(parts.front())];
      if (!child) child = std::make_unique<Node>();
      return add(*child, parts.subspan(1), number);
    }
    const std::size_t place = place_of(routes[number].method);
    if (place == kNone || routes[number].method == Method::head) {
      throw base::Fault("route path " + routes[number].path + " has a method that no route can have");
    }
    if (node.routes[place] != kNone) {
      throw base::Fault("two routes answer " + routes[number].path);
    }
    node.routes[place] = number;
  }
};

Router::Router(std::vector<Route> routes) {
  auto table = std::make_shared<Table>();
  table->routes = std::move(routes);
  for (std::size_t number = 0; number < table->routes.size(); ++number) table->add(number);
  table_ = std::move(table);
}

std::span<const Route> Router::routes() const {
  return table_->routes;
}

Match Router::find(Method method, std::string_view path) const {
  Match match;
  match.number = table_->routes.size();
  if (!path.starts_with('/')) return match;
  std::array<std::string_view, kPartsMax> parts;
  std::size_t count = 0;
  for (std::string_view rest = path.substr(1);; ++count) {
    if (count == kPartsMax) return match;
    const std::size_t slash = rest.find('/');
    parts[count] = rest.substr(0, slash);
    if (slash == rest.npos) break;
    rest.remove_prefix(slash + 1);
  }
  const Node* end = walk(table_->root, std::span(parts).first(count + 1), match.values);
  if (end == nullptr) return match;
  const std::size_t place = place_of(method);
  if (place != kNone && end->routes[place] != kNone) {
    match.number = end->routes[place];
    match.route = &table_->routes[match.number];
    return match;
  }
  for (std::size_t at = 0; at < kMethods.size(); ++at) {
    if (end->routes[at] == kNone) continue;
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += to_text(kMethods[at]);
    if (kMethods[at] == Method::get) match.allowed += ", HEAD";
  }
  return match;
}

}  // namespace temujanji::web
