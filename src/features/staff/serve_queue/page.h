#pragma once
#include "counter/queue.h"
#include "features/counter_page.h"

namespace temujanji::features::serve_queue {

/// What the page tells besides the queue.
struct Notice {
  /// Why something was refused; LABEL is the number that it is about.
  std::string_view section = {};
  std::string label = {};
  /// A field that must be mended, and what was typed as the counter's name or the receipt's number.
  std::string_view field = {};
  std::string_view code = {};
  std::string typed = {};
  /// Whom the counter was to serve; nothing where that was not asked.
  std::optional<std::vector<domain::PoolId>> pools = {};
  /// The page stands open and asks what is new: not who is at the counter, and what others were told will do.
  bool follows = false;
};

/// The counter at which the visitor serves now, or null.
const counter::Counter* own_counter(const counter::Queue& queue, const Visit& visit);

/// The officer's page as the queue now stands.
base::Task<web::Response> queue_page(App& app, const web::Request& request, const Visit& visit,
                                     Notice notice);

}  // namespace temujanji::features::serve_queue
