#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "web/http.h"

namespace temujanji::web {

/// What a request's header may have.
struct ReaderLimits {
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t fields_max = 64;
  std::size_t target_bytes_max = 2 * 1024;
};

/// Makes requests of the bytes a stranger sends; knows nothing of sockets. Stricter than RFC 9112 where
/// leniency lets two programs disagree on where a request ends. Refused, with the status to answer before the
/// connection is closed:
///   400 bare CR or LF, control characters, folded lines, both or several lengths, a length that is no plain
///       number, a transfer coding other than one `chunked`, missing or several Host, malformed
///       percent-coding
///   413 body, 414 address, 431 header or number of fields beyond the limit
///   417 an expectation other than 100-continue, 505 another version of HTTP
/// Beast's parser splits the header; a scan before it, checks on its fields and a BodyReader do the rest.
class RequestReader {
 public:
  enum class State { header, header_complete, body, complete, refused };

  explicit RequestReader(ReaderLimits limits);
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  /// Begins the next request, which is read into `request` (cleared first; must live until the next begin).
  void begin(Request& request);
  /// Reads on. `bytes` are all bytes not yet used, so they begin where the last call left off. Returns how
  /// many were used. Stops at `header_complete`, from where `read_body` goes on.
  std::size_t read(std::string_view bytes);
  /// Goes on after the header; a longer body is refused.
  void read_body(std::size_t body_bytes_max);

  State state() const;
  /// Status of the refusal.
  int refusal() const;
  /// Whether the path's percent-coding is malformed or hides a slash or control character. The request's end
  /// is certain all the same, so this is answered like any other mistake.
  bool has_malformed_path() const;
  /// Whether anything of the request has come.
  bool begun() const;
  /// Whether the client waits for `100 Continue` before it sends the body.
  bool expects_continue() const;
  /// Whether the client lets the connection go on after this request.
  bool keep_alive() const;
  /// HTTP/1.0 clients are told `Connection: keep-alive`.
  bool is_http_1_0() const;

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace temujanji::web
