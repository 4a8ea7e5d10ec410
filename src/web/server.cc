#include "web/server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>

#include "base/fault.h"
#include "base/text.h"
#include "web/worker.h"

namespace temujanji::web {
namespace {

enum class Sharing { alone, with_our_threads };

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

Descriptor bind_to(const Tcp::endpoint& endpoint, Sharing sharing) {
  const std::string place = endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
  Descriptor made(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP));
  const int on = 1;
  const int off = 0;
  bool fine = made.get() >= 0;
  fine = fine && ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
  if (sharing == Sharing::with_our_threads) {
    fine = fine && ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0;
  }
  if (endpoint.address().is_v6()) {
    fine = fine && ::setsockopt(made.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0;
  }
  fine = fine && ::bind(made.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0;
  fine = fine && ::listen(made.get(), SOMAXCONN) == 0;
  if (!fine) throw base::Fault("cannot listen on " + place + ": " + std::strerror(errno));
  return made;
}

std::uint16_t port_of(const Descriptor& socket) {
  Tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  ::getsockname(socket.get(), endpoint.data(), &size);
  return endpoint.port();
}

Tcp::endpoint endpoint_of(const ServerOptions& options) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(options.address, error);
  if (error) throw base::UsageFault("`" + options.address + "` is no address to listen on");
  return {address, options.port};
}

Secure secure_of(const base::Settings& settings) {
  const std::string& said = settings.text("site.secure_cookies");
  if (said == "yes") return Secure::always;
  if (said == "no") return Secure::never;
  if (said != "auto") throw base::UsageFault("site.secure_cookies must be auto, yes or no");
  return settings.text("site.url").starts_with("https://") ? Secure::always : Secure::by_proxy;
}

}  // namespace

ServerOptions ServerOptions::from(const base::Settings& settings) {
  ServerOptions options;
  const std::string& listen = settings.text("server.listen");
  const std::size_t colon = listen.rfind(':');
  const auto number =
      colon == listen.npos ? std::nullopt : base::parse_number<std::uint16_t>(listen.substr(colon + 1));
  if (!number) throw base::UsageFault("server.listen must be address:port, not `" + listen + "`");
  options.port = *number;
  options.address = listen.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  options.threads = static_cast<unsigned>(settings.whole("server.threads"));
  options.connections_max = static_cast<std::size_t>(settings.whole("server.connections_max"));
  options.streams_max = static_cast<std::size_t>(settings.whole("server.streams_max"));
  options.heartbeat = settings.seconds("server.heartbeat_seconds");
  options.idle = settings.seconds("server.idle_seconds");
  options.header = settings.seconds("server.header_seconds");
  options.stop = settings.seconds("server.stop_seconds");
  options.trusted_proxies = Networks::parse(settings.text("server.trusted_proxies"));
  options.secure = secure_of(settings);
  return options;
}

struct Server::State {
  State(ServerOptions options, Router router, Guards guards, ServerHooks hooks)
      : core(std::move(options), std::move(router), std::move(guards), std::move(hooks)) {}

  ServerCore core;
  std::uint16_t port = 0;
  std::vector<std::unique_ptr<Worker>> workers;
  bool running = false;

  std::mutex mutex;
  std::condition_variable ended;
  std::size_t serving = 0;

  void bind() {
    Tcp::endpoint endpoint = endpoint_of(core.options);
    // Sockets that share a port share it with any process of the same user, so another server of ours would
    // go unnoticed; one that does not share finds it.
    endpoint.port(port_of(bind_to(endpoint, Sharing::alone)));
    const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
    const unsigned threads = core.options.threads == 0 ? processors : core.options.threads;
    for (unsigned number = 0; number < threads; ++number) {
      Descriptor socket = bind_to(endpoint, Sharing::with_our_threads);
      workers.push_back(std::make_unique<Worker>(core, socket.release(), endpoint.address().is_v6()));
    }
    port = endpoint.port();
  }
};

Server::Server(ServerOptions options, Router router, Guards guards, ServerHooks hooks)
    : state_(std::make_unique<State>(std::move(options), std::move(router), std::move(guards),
                                     std::move(hooks))) {
  state_->bind();
}

Server::~Server() {
  stop();
}

std::uint16_t Server::port() const {
  return state_->port;
}

void Server::start() {
  CHECK(!state_->running);
  state_->running = true;
  state_->serving = state_->workers.size();
  for (auto& worker : state_->workers) {
    worker->start([state = state_.get()] {
      const std::lock_guard lock(state->mutex);
      --state->serving;
      state->ended.notify_all();
    });
  }
}

void Server::stop() {
  if (!state_->running) return;
  state_->running = false;
  state_->core.stopping = true;
  for (auto& worker : state_->workers) worker->stop();
  {
    std::unique_lock lock(state_->mutex);
    state_->ended.wait_for(lock, state_->core.options.stop, [&] { return state_->serving == 0; });
  }
  for (auto& worker : state_->workers) worker->cut();
  for (auto& worker : state_->workers) worker->join();
}

const RouteFigures& Server::figures() const {
  return state_->core.figures;
}

std::size_t Server::connections() const {
  return state_->core.connections.load(std::memory_order_relaxed);
}

std::size_t Server::streams() const {
  return state_->core.streams.load(std::memory_order_relaxed);
}

}  // namespace temujanji::web
