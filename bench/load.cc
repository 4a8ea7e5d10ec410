// Load generator: one thread, epoll, one request under way on each keep-alive connection. Speaks as little
// HTTP as the answers need (status line, Content-Length), so that it leaves the processors to the server.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "load_options.h"
#include "load_requests.h"

namespace temujanji::bench {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A number that follows `name` in the head of an answer; 0 if it is not there.
std::size_t header_number(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(name);
  std::size_t number = 0;
  if (at != head.npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), number);
  return number;
}

/// What came back, counted.
struct Figures {
  std::map<int, std::int64_t> statuses;
  std::vector<std::uint32_t> micros;
  std::uint64_t bytes = 0;
};

/// One keep-alive connection with at most one request under way.
class Connection {
 public:
  explicit Connection(const sockaddr_in& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) fail("socket");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) fail("connect");
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(socket_); }

  int socket() const { return socket_; }
  std::string& request() { return request_; }
  Clock::time_point sent_at() const { return sent_at_; }

  /// Requests are smaller than a socket's buffer, so one blocking write takes them whole.
  void send() {
    sent_at_ = Clock::now();
    const ssize_t written = ::send(socket_, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (written != static_cast<ssize_t>(request_.size())) fail("send");
  }

  /// Reads what is there; the status once the answer is complete, else 0.
  int receive() {
    const ssize_t got = ::recv(socket_, buffer_, sizeof buffer_, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
    if (got < 0) fail("recv");
    if (got == 0) throw std::runtime_error("the server closed a connection");
    bytes_ += static_cast<std::size_t>(got);
    if (missing_ == 0) {
      head_.append(buffer_, static_cast<std::size_t>(got));
      return start_answer();
    }
    missing_ -= std::min(missing_, static_cast<std::size_t>(got));
    return missing_ == 0 ? finish() : 0;
  }

  /// Bytes received since the last call.
  std::size_t take_bytes() { return std::exchange(bytes_, 0); }

 private:
  int start_answer() {
    const std::size_t end = head_.find("\r\n\r\n");
    if (end == head_.npos) return 0;
    const std::string_view head(head_.data(), end);
    status_ = static_cast<int>(header_number(head, "HTTP/1.1 "));
    const std::size_t whole = end + 4 + header_number(head, "Content-Length: ");
    missing_ = whole - std::min(whole, head_.size());
    return missing_ == 0 ? finish() : 0;
  }
  int finish() {
    head_.clear();
    return status_;
  }

  int socket_;
  int status_ = 0;
  std::size_t missing_ = 0;
  std::size_t bytes_ = 0;
  Clock::time_point sent_at_;
  std::string request_;
  std::string head_;
  char buffer_[65536];
};

/// Runs the load until its end and counts.
class Load {
 public:
  explicit Load(const Options& options) : options_(options), requests_(options), poll_(::epoll_create1(0)) {
    if (poll_ < 0) fail("epoll_create1");
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(options.port);
    if (::inet_pton(AF_INET, options.host.c_str(), &server.sin_addr) != 1) {
      throw std::runtime_error("not an IPv4 address: " + options.host);
    }
    for (int number = 0; number < options.connections; ++number) {
      connections_.push_back(std::make_unique<Connection>(server));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = connections_.back().get();
      if (::epoll_ctl(poll_, EPOLL_CTL_ADD, connections_.back()->socket(), &event) != 0) fail("epoll_ctl");
    }
    figures_.micros.reserve(4'000'000);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  ~Load() { ::close(poll_); }

  void run() {
    const Clock::time_point begun = Clock::now();
    count_from_ = begun + seconds(options_.warmup_seconds);
    end_at_ = count_from_ + seconds(options_.seconds);
    for (auto& connection : connections_) ask(*connection);
    std::vector<epoll_event> events(connections_.size());
    while (under_way_ > 0) {
      const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 30000);
      if (ready == 0) throw std::runtime_error("no answer for 30 seconds");
      for (int number = 0; number < ready; ++number) {
        take(*static_cast<Connection*>(events[static_cast<std::size_t>(number)].data.ptr));
      }
    }
    took_ = std::chrono::duration<double>(last_ - count_from_).count();
  }

  /// One JSON line.
  void print() {
    std::ranges::sort(figures_.micros);
    const auto count = static_cast<double>(figures_.micros.size());
    std::printf(
        "{\"answers\":%zu,\"seconds\":%.3f,\"rate\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,"
        "\"bytes\":%llu,\"asked\":%lld,\"statuses\":{",
        figures_.micros.size(), took_, took_ > 0 ? count / took_ : 0, percentile(0.50), percentile(0.99),
        percentile(1), static_cast<unsigned long long>(figures_.bytes), static_cast<long long>(asked_));
    const char* separator = "";
    for (const auto& [status, number] : figures_.statuses) {
      std::printf("%s\"%d\":%lld", separator, status, static_cast<long long>(number));
      separator = ",";
    }
    std::printf("}}\n");
  }

 private:
  static Clock::duration seconds(double value) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
  }

  bool over(Clock::time_point now) const {
    return options_.requests_max > 0 ? asked_ >= options_.requests_max : now >= end_at_;
  }

  void ask(Connection& connection) {
    if (over(Clock::now())) return;
    requests_.write(asked_++, connection.request());
    ++under_way_;
    connection.send();
  }

  void take(Connection& connection) {
    const int status = connection.receive();
    if (status == 0) return;
    --under_way_;
    ++figures_.statuses[status];
    const std::size_t bytes = connection.take_bytes();
    const Clock::time_point now = Clock::now();
    if (now >= count_from_) {
      const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(now - connection.sent_at());
      figures_.micros.push_back(static_cast<std::uint32_t>(waited.count()));
      figures_.bytes += bytes;
      last_ = now;
    }
    ask(connection);
  }

  double percentile(double part) const {
    if (figures_.micros.empty()) return 0;
    const auto at = static_cast<std::size_t>(part * static_cast<double>(figures_.micros.size() - 1));
    return figures_.micros[at] / 1000.0;
  }

  const Options& options_;
  Requests requests_;
  int poll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  Figures figures_;
  std::int64_t asked_ = 0;
  int under_way_ = 0;
  double took_ = 0;
  Clock::time_point count_from_, end_at_, last_;
};

}  // namespace
}  // namespace temujanji::bench

int main(int argc, char** argv) {
  using namespace temujanji::bench;
  const Options options = parse_options(argc, argv);
  try {
    Load load(options);
    load.run();
    load.print();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "load: %s\n", error.what());
    return 1;
  }
}
