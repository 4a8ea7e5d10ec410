#pragma once
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/task.h"
#include "web/http.h"

namespace temujanji::web {

/// Who may use a route. Every route states it; a test walks them all.
enum class Who {
  anyone,
  operators,  // tools of whoever runs the installation, by their network
  staff,      // people of the department who are signed in; the route says what they must be allowed
};

/// What protects a route against requests that its visitor did not mean. State changes only by POST or
/// DELETE.
enum class Guard {
  none,         // only reads
  same_origin,  // a form on a page without secrets: Origin or Sec-Fetch-Site must be ours
  form,         // a form of a visitor's own page: same origin and the form's CSRF token
  api,          // JSON: the content type must be application/json, which foreign forms cannot send
};

/// Answers at once from memory, on the connection's thread.
using QuickHandler = std::function<Response(const Request&)>;
/// Answers after awaiting the engine or a reader.
using TaskHandler = std::function<base::Task<Response>(const Request&)>;

struct Route {
  Method method;
  /// `/{language}/book/{office}` style; `{language}` matches ms and en only and must be the first part, other
  /// names match one non-empty part.
  std::string path;
  Who who;
  Guard guard;
  std::variant<QuickHandler, TaskHandler> handler;
  /// Bytes the body may have; 0 means the server's limit (16 kB).
  std::size_t body_bytes_max = 0;
  /// Of routes for staff: the name of the right that it takes.
  std::string_view right = {};
};

}  // namespace temujanji::web
