#include "web/event_stream.h"

#include <string_view>

namespace temujanji::web {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(name).append(": ");
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  out += '\n';
}

}  // namespace

void append_event(std::string& out, const StreamEvent& event) {
  append_field(out, "id", event.id);
  append_field(out, "event", event.name);
  out += "data: ";
  for (std::size_t at = 0; at < event.data.size(); ++at) {
    const char c = event.data[at];
    // A lone carriage return ends a line, too, and one before a line feed belongs to it.
    const bool ends = c == '\n' || (c == '\r' && event.data.substr(at + 1, 1) != "\n");
    if (ends) out += "\ndata: ";
    if (c != '\n' && c != '\r') out += c;
  }
  out += "\n\n";
}

}  // namespace temujanji::web
