#include "web/worker.h"

#include <pthread.h>

#include <boost/asio/post.hpp>
#include <ctime>

#include "base/log.h"
#include "web/connection.h"
#include "web/head.h"
#include "web/stream_connection.h"

namespace temujanji::web {

namespace asio = boost::asio;
using Error = boost::system::error_code;

struct Worker::Connections {
  using Hook = boost::intrusive::member_hook<Connection, ConnectionHook, &Connection::hook>;
  using StreamHook = boost::intrusive::member_hook<StreamConnection, ConnectionHook, &StreamConnection::hook>;
  boost::intrusive::list<Connection, Hook, boost::intrusive::constant_time_size<false>> all;
  boost::intrusive::list<StreamConnection, StreamHook, boost::intrusive::constant_time_size<false>> streams;
};

Worker::Worker(ServerCore& core, int listening, bool is_v6)
    : core_(core),
      acceptor_(loop_, is_v6 ? Tcp::v6() : Tcp::v4(), listening),
      accepted_(loop_),
      tick_(loop_),
      connections_(std::make_unique<Connections>()) {
  update_date();
}

Worker::~Worker() {
  cut();
  join();
  connections_->all.clear_and_dispose([](Connection* connection) { delete connection; });
  connections_->streams.clear_and_dispose([](StreamConnection* stream) { delete stream; });
}

void Worker::post(std::function<void()> work) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (wake) asio::post(loop_, [this] { run_posted(); });
}

void Worker::run_posted() {
  {
    const std::lock_guard lock(mutex_);
    running_.swap(posted_);
  }
  for (auto& work : running_) work();
  running_.clear();
}

void Worker::start(std::function<void()> ended) {
  next_tick_ = std::chrono::steady_clock::now();
  arm_tick();
  accept();
  thread_ = std::thread([this, ended = std::move(ended)] {
    pthread_setname_np(pthread_self(), "connections");
    loop_.run();
    ended();
  });
}

void Worker::stop() {
  asio::post(loop_, [this] { begin_stop(); });
}

void Worker::cut() {
  loop_.stop();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::begin_stop() {
  stopping_ = true;
  Error ignored;
  acceptor_.close(ignored);
  for (Connection& connection : connections_->all) connection.stop();
  for (StreamConnection& stream : connections_->streams) stream.stop();
  if (is_empty()) tick_.cancel();
}

bool Worker::is_empty() const {
  return connections_->all.empty() && connections_->streams.empty();
}

void Worker::end_if_empty() {
  if (stopping_ && is_empty()) tick_.cancel();
}

void Worker::accept() {
  accepting_ = true;
  acceptor_.async_accept(accepted_, peer_, [this](const Error& error) { on_accepted(error); });
}

void Worker::on_accepted(const Error& error) {
  accepting_ = false;
  if (stopping_) return;
  if (error) {
    // Out of descriptors most likely: the next tick tries again.
    base::log_warning("accept_failed", {{"cause", error.message()}});
    return;
  }
  Socket socket = std::move(accepted_);
  accepted_ = Socket(loop_);
  if (core_.connections.load(std::memory_order_relaxed) < core_.options.connections_max) {
    Error ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    auto* connection = new Connection(*this, std::move(socket), peer_);
    connections_->all.push_back(*connection);
    connection->start();
  }
  accept();
}

void Worker::remove(Connection& connection) {
  delete &connection;
  end_if_empty();
}

void Worker::adopt(std::unique_ptr<StreamConnection> stream) {
  connections_->streams.push_back(*stream.release());
}

void Worker::remove(StreamConnection& stream) {
  delete &stream;
  end_if_empty();
}

void Worker::set_deadline(Timed& connection, std::chrono::milliseconds from_now) {
  wheel_.set(connection, static_cast<std::uint64_t>(from_now / core_.options.tick) + 1);
}

void Worker::clear_deadline(Timed& connection) {
  wheel_.clear(connection);
}

void Worker::arm_tick() {
  next_tick_ += core_.options.tick;
  tick_.expires_at(next_tick_);
  tick_.async_wait([this](const Error& error) {
    if (!error) on_tick();
  });
}

void Worker::on_tick() {
  update_date();
  wheel_.tick();
  if (stopping_ && is_empty()) return;
  if (!stopping_ && !accepting_) accept();
  arm_tick();
}

void Worker::update_date() {
  const std::time_t now = std::time(nullptr);
  if (now == date_at_) return;
  date_at_ = now;
  date_ = http_date(now);
}

}  // namespace temujanji::web
