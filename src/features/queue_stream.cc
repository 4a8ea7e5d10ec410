#include "features/queue_stream.h"

#include "base/text.h"

namespace temujanji::features {

QueueStream::QueueStream(counter::Changes& changes, domain::OfficeId office, std::string_view last_event_id)
    : changes_(changes),
      office_(office),
      seen_(base::parse_number<std::uint64_t>(last_event_id).value_or(0)) {}

void QueueStream::on_ready(std::function<void()> wake) {
  subscription_ = changes_.subscribe(office_, std::move(wake));
}

std::optional<web::StreamEvent> QueueStream::next() {
  const std::uint64_t version = changes_.version(office_);
  if (version == seen_) return std::nullopt;
  seen_ = version;
  const std::string number = std::to_string(version);
  return web::StreamEvent{number, "queue", number};
}

web::Response queue_events(const App& app, domain::OfficeId office, const web::Request& request) {
  return web::Response::events(
      std::make_shared<QueueStream>(app.changes, office, request.header("last-event-id")));
}

void add_queue_events(const web::Request& request, const catalogue::Office& office, std::uint64_t version,
                      web::Values& values) {
  values.set("EVENTS_URL", path_to(request, "/display/" + office.code + "/events"));
  values.set("VERSION_SHOWN", version);
}

}  // namespace temujanji::features
