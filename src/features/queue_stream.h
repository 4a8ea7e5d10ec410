#pragma once
#include <functional>
#include <memory>
#include <string>

#include "counter/changes.h"
#include "web/http.h"

namespace temujanji::features {

/// Tells a page that the queue of an office is another: an event "queue" whose id is the version, first at
/// once unless the browser has seen that version, then after every change. `data` makes the event's text,
/// from memory; without it the text is the version, and the page asks for what it shows.
class QueueStream final : public web::EventStream {
 public:
  using Data = std::function<std::string()>;

  /// `changes` outlives it.
  QueueStream(counter::Changes& changes, domain::OfficeId office, std::string_view last_event_id,
              Data data = {});

  void on_ready(std::function<void()> wake) override;
  std::optional<web::StreamEvent> next() override;

 private:
  counter::Changes& changes_;
  const domain::OfficeId office_;
  const Data data_;
  std::uint64_t seen_ = 0;
  std::unique_ptr<counter::Changes::Subscription> subscription_;
};

/// The answer to a request for it, which goes on behind the event that the browser saw last.
web::Response queue_events(counter::Changes& changes, domain::OfficeId office, const web::Request& request,
                           QueueStream::Data data = {});

}  // namespace temujanji::features
