#pragma once
#include <functional>
#include <optional>
#include <string>

namespace temujanji::web {

/// One event of a stream, as `EventSource` reads it.
struct StreamEvent {
  /// What the browser sends back as Last-Event-ID when it comes again; empty leaves the last one.
  std::string id;
  /// The event's name for `addEventListener`; empty: "message".
  std::string name;
  /// Any text; lines are kept apart.
  std::string data;
};

/// Where a stream's events come from. The connection asks for the next event whenever it can write; so who
/// reads slowly gets fewer, and nothing is kept for them. Made by a handler, used and destroyed on the
/// connection's thread. It must not refer to the request.
class EventStream {
 public:
  virtual ~EventStream() = default;
  /// Called once, first: from now on `wake` is called, on any thread, when `next` may have something. It
  /// returns at once and may be called too often. After the destructor it is not called any more.
  virtual void on_ready(std::function<void()> wake) = 0;
  /// The next event, from memory; nothing if there is none now. At most 64 kB; a larger one ends the stream.
  virtual std::optional<StreamEvent> next() = 0;
  /// Whether the stream ends when there is no further event, for instance because whoever reads it was signed
  /// out. Asked after each event and at each heartbeat. Browsers come again unless their script closes it.
  virtual bool is_over() const { return false; }
};

/// Appends the event's lines and the empty one. Line breaks in id and name are left out.
void append_event(std::string& out, const StreamEvent& event);

}  // namespace temujanji::web
