#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "features/page.h"

namespace temujanji::features {

/// Tells a page that the queue of an office is another: an event "queue" whose id and text are the version,
/// first at once unless the browser has seen that version, then after every change. The page asks for what it
/// shows.
class QueueStream final : public web::EventStream {
 public:
  /// `changes` outlives it.
  QueueStream(counter::Changes& changes, domain::OfficeId office, std::string_view last_event_id);

  void on_ready(std::function<void()> wake) override;
  std::optional<web::StreamEvent> next() override;

 private:
  counter::Changes& changes_;
  const domain::OfficeId office_;
  std::uint64_t seen_ = 0;
  std::unique_ptr<counter::Changes::Subscription> subscription_;
};

/// The answer to a request for it, which goes on behind the event that the browser saw last.
web::Response queue_events(const App& app, domain::OfficeId office, const web::Request& request);

/// EVENTS_URL and VERSION_SHOWN of a page that follows an office's queue; `version` was read before the
/// queue.
void add_queue_events(const web::Request& request, const catalogue::Office& office, std::uint64_t version,
                      web::Values& values);

}  // namespace temujanji::features
