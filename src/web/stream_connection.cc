#include "web/stream_connection.h"

#include <boost/asio/write.hpp>

#include "base/fault.h"
#include "base/log.h"

namespace temujanji::web {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

/// How long a browser waits before it comes again, in milliseconds.
constexpr std::string_view kRetry = "retry: 3000\n\n";
constexpr std::string_view kHeartbeat = ":\n\n";
/// No more is asked of the source while so much waits to be written.
constexpr std::size_t kBufferedMax = 64 * 1024;
constexpr std::size_t kEventMax = 64 * 1024;

}  // namespace

struct StreamConnection::Wake {
  Worker& worker;
  /// Touched on the worker's thread only; null when the connection is gone.
  StreamConnection* connection;
  std::atomic<bool> posted{false};

  Wake(Worker& given_worker, StreamConnection* given) : worker(given_worker), connection(given) {}
};

StreamConnection::StreamConnection(Worker& worker, Socket socket, std::shared_ptr<EventStream> stream,
                                   std::string head)
    : worker_(worker),
      socket_(std::move(socket)),
      wake_(std::make_shared<Wake>(worker, this)),
      out_(std::move(head)),
      stream_(std::move(stream)) {
  out_ += kRetry;
  worker_.core().connections.fetch_add(1, std::memory_order_relaxed);
}

StreamConnection::~StreamConnection() {
  wake_->connection = nullptr;
  worker_.core().connections.fetch_sub(1, std::memory_order_relaxed);
  worker_.core().streams.fetch_sub(1, std::memory_order_relaxed);
}

void StreamConnection::start() {
  read();
  try {
    stream_->on_ready([wake = wake_] {
      if (wake->posted.exchange(true)) return;
      wake->worker.post([wake] {
        wake->posted = false;
        if (wake->connection != nullptr) wake->connection->pull();
      });
    });
  } catch (const std::exception& fault) {
    base::log_error("stream_failed", {{"cause", base::describe(fault)}});
    ending_ = true;
  }
  if (worker_.is_stopping()) ending_ = true;
  write();
}

void StreamConnection::stop() {
  ending_ = true;
  if (!writing_) close();
}

/// Either it is time for a sign of life, or the client has not taken what was written.
void StreamConnection::on_timeout() {
  if (closed_) return;
  if (writing_) return close();
  pull();
  if (writing_ || closed_) return;
  out_ = kHeartbeat;
  write();
}

void StreamConnection::read() {
  ++under_way_;
  socket_.async_read_some(asio::buffer(ignored_),
                          [this](const Error& error, std::size_t) { on_read(error); });
}

void StreamConnection::on_read(const Error& error) {
  if (!error && !closed_) {
    // Nothing can be asked on this connection any more.
    read();
  } else {
    close();
  }
  end_operation();
}

void StreamConnection::pull() {
  if (writing_ || closed_) return;
  try {
    collect();
  } catch (const std::exception& fault) {
    base::log_error("stream_failed", {{"cause", base::describe(fault)}});
    ending_ = true;
  }
  if (!out_.empty()) return write();
  if (ending_) close();
}

void StreamConnection::collect() {
  while (!ending_ && out_.size() < kBufferedMax) {
    const auto event = stream_->next();
    ending_ = stream_->is_over();
    if (!event) return;
    if (event->data.size() > kEventMax) throw base::Fault("an event is larger than a stream may carry");
    append_event(out_, *event);
  }
}

void StreamConnection::write() {
  writing_ = true;
  ++under_way_;
  worker_.set_deadline(*this, worker_.core().options.idle);
  asio::async_write(socket_, asio::buffer(out_), [this](const Error& error, std::size_t) {
    on_written(error);
    end_operation();
  });
}

void StreamConnection::on_written(const Error& error) {
  writing_ = false;
  out_.clear();
  if (error) close();
  if (closed_) return;
  worker_.set_deadline(*this, worker_.core().options.heartbeat);
  if (ending_) return close();
  pull();
}

void StreamConnection::close() {
  if (closed_) return;
  closed_ = true;
  Error ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  socket_.close(ignored);
}

/// The last thing a handler does: the connection may be gone afterwards.
void StreamConnection::end_operation() {
  if (--under_way_ == 0) worker_.remove(*this);
}

}  // namespace temujanji::web
