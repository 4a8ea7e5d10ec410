#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/settings.h"
#include "web/figures.h"
#include "web/guard.h"
#include "web/http.h"
#include "web/networks.h"
#include "web/request_reader.h"
#include "web/router.h"

namespace temujanji::web {

/// Whether visitors reach the site over TLS.
enum class Secure { by_proxy, always, never };

/// How the server listens and what it bears. The standard values are those of trust.
struct ServerOptions {
  std::string address = "127.0.0.1";
  /// 0 takes a free one; `Server::port` tells which.
  std::uint16_t port = 0;
  /// 0: one per processor.
  unsigned threads = 0;
  std::size_t connections_max = 20'000;
  /// A connection without request under way is closed after so long.
  std::chrono::milliseconds idle = std::chrono::seconds(30);
  /// A header must be complete so long after its first byte.
  std::chrono::milliseconds header = std::chrono::seconds(10);
  /// A body gets so long, and a second more for each kB of it that came.
  std::chrono::milliseconds body_grace = std::chrono::seconds(5);
  /// How long `stop` waits for requests under way.
  std::chrono::milliseconds stop = std::chrono::seconds(20);
  /// Open streams of events; further ones are refused. They are connections, too.
  std::size_t streams_max = 2'000;
  /// A stream on which nothing happened for so long gets a comment.
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
  /// How finely time limits are kept.
  std::chrono::milliseconds tick = std::chrono::seconds(1);
  ReaderLimits limits;
  std::size_t body_bytes_max = 16 * 1024;
  Networks trusted_proxies;
  Secure secure = Secure::by_proxy;

  /// From `server.…` and `site.…`. Throws UsageFault.
  static ServerOptions from(const base::Settings& settings);
};

/// What features say where the server has no words. All are called on a connection's thread and may be empty.
struct ServerHooks {
  /// The page for a status the server decided: 400 (malformed address), 403 (guard), 404, 405, 415, 503. The
  /// server adds Allow and Retry-After itself.
  std::function<Response(const Request&, int status)> on_fault;
  /// Asked before every handler and after the route's guard; a response given here is the answer.
  std::function<std::optional<Response>(const Request&, const Route&)> before;
};

/// The HTTP/1.1 server: threads with an event loop and a listening socket each. Handlers run on the
/// connection's thread. `port` may be called from any thread; the others from one.
///
/// What posts to a request's executor (engine, readers) must have ended before the server is destroyed.
class Server {
 public:
  /// Binds the address. Throws Fault if it is taken or not ours.
  Server(ServerOptions options, Router router, Guards guards, ServerHooks hooks = {});
  /// Stops if still running.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// Begins to answer.
  void start();
  /// Takes no further connections, closes idle ones, answers what is under way with `Connection: close`, and
  /// returns when all are closed or `ServerOptions::stop` is over; what is left then is cut.
  void stop();

  /// Counts per route; lives as long as the server.
  const RouteFigures& figures() const;
  /// Connections open now.
  std::size_t connections() const;
  /// Streams of events among them.
  std::size_t streams() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace temujanji::web
