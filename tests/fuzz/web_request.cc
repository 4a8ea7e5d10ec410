#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "web/request_reader.h"

// Requests must be read the same however their bytes arrive: all at once, or in pieces that the first byte
// chooses. Otherwise an attacker could have two readers disagree.
namespace {

using temujanji::web::Request;
using temujanji::web::RequestReader;
using State = RequestReader::State;

constexpr int kRequestsMax = 8;

std::string read_all(std::string_view bytes, std::size_t piece) {
  RequestReader reader({.header_bytes_max = 512, .fields_max = 8, .target_bytes_max = 64});
  Request request;
  reader.begin(request);
  std::string seen;
  std::string waiting;
  int requests = 0;
  while (requests < kRequestsMax) {
    waiting.erase(0, reader.read(waiting));
    if (reader.state() == State::header_complete) {
      reader.read_body(256);
      continue;
    }
    if (reader.state() == State::refused) return seen + "refused " + std::to_string(reader.refusal());
    if (reader.state() == State::complete) {
      seen += std::string(to_text(request.method)) + request.path + "?" + request.query + "\n";
      for (const auto& [name, value] : request.headers) seen += name + "=" + value + "\n";
      seen += request.body + (reader.keep_alive() ? "\n+\n" : "\n-\n");
      CHECK(request.body.size() <= 256 && request.headers.size() <= 8);
      reader.begin(request);
      ++requests;
      continue;
    }
    if (bytes.empty()) return seen;
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = read_all(bytes, bytes.size() + 1);
  const std::string pieces = read_all(bytes, 1 + data[0] % 17);
  CHECK(whole == pieces);
  return 0;
}
