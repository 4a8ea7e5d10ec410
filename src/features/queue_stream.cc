#include "features/queue_stream.h"

#include "base/text.h"

namespace temujanji::features {

QueueStream::QueueStream(counter::Changes& changes, domain::OfficeId office, std::string_view last_event_id,
                         Data data)
    : changes_(changes),
      office_(office),
      data_(std::move(data)),
      seen_(base::parse_number<std::uint64_t>(last_event_id).value_or(0)) {}

void QueueStream::on_ready(std::function<void()> wake) {
  subscription_ = changes_.subscribe(office_, std::move(wake));
}

std::optional<web::StreamEvent> QueueStream::next() {
  const std::uint64_t version = changes_.version(office_);
  if (version == seen_) return std::nullopt;
  seen_ = version;
  const std::string number = std::to_string(version);
  return web::StreamEvent{number, "queue", data_ ? data_() : number};
}

web::Response queue_events(counter::Changes& changes, domain::OfficeId office, const web::Request& request,
                           QueueStream::Data data) {
  return web::Response::events(
      std::make_shared<QueueStream>(changes, office, request.header("last-event-id"), std::move(data)));
}

}  // namespace temujanji::features
