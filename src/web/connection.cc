#include "web/connection.h"

#include <boost/asio/write.hpp>

#include "base/fault.h"
#include "base/log.h"
#include "web/head.h"
#include "web/stream_connection.h"

namespace temujanji::web {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kLargeBodiesMax = 8;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
/// After a refusal we read on a little: closing with bytes unread resets the connection, and the client would
/// never see why.
constexpr std::size_t kDrainBytesMax = 256 * 1024;
constexpr auto kDrainTime = std::chrono::seconds(2);
/// An answer gets the idle time and a second more for so many bytes.
constexpr std::size_t kWriteBytesPerSecond = 16 * 1024;

AddressBytes bytes_of(const Tcp::endpoint& peer) {
  if (peer.address().is_v6()) return peer.address().to_v6().to_bytes();
  return asio::ip::make_address_v6(asio::ip::v4_mapped, peer.address().to_v4()).to_bytes();
}

std::string joined_header(const Request& request, std::string_view name) {
  std::string joined;
  for (const auto& [key, value] : request.headers) {
    if (key != name) continue;
    if (!joined.empty()) joined += ',';
    joined += value;
  }
  return joined;
}

}  // namespace

Connection::Connection(Worker& worker, Socket socket, const Tcp::endpoint& peer)
    : worker_(worker),
      socket_(std::move(socket)),
      peer_(bytes_of(peer)),
      reader_(worker.core().options.limits) {
  const ServerOptions& options = worker_.core().options;
  behind_proxy_ = options.trusted_proxies.contains(peer_);
  request_.executor = &worker_;
  request_.address = to_address(peer_);
  request_.secure = options.secure == Secure::always;
  worker_.core().connections.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
  forget_large_body();
  worker_.core().connections.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::start() {
  begin_request();
  read_more();
}

void Connection::stop() {
  if (step_ == Step::reading && !reader_.begun()) {
    Error ignored;
    socket_.close(ignored);
  }
}

void Connection::on_timeout() {
  Error ignored;
  const bool owes_answer = step_ == Step::reading && reader_.begun();
  if (!owes_answer) {
    socket_.close(ignored);
    return;
  }
  timed_out_ = true;
  socket_.cancel(ignored);
}

void Connection::begin_request() {
  reader_.begin(request_);
  body_begun_ = 0;
  forget_large_body();
}

/// Few large bodies are in memory at the same time, whoever sends them.
bool Connection::may_have_large_body() {
  has_large_body_ = true;
  return worker_.core().large_bodies.fetch_add(1) < kLargeBodiesMax;
}

void Connection::forget_large_body() {
  if (has_large_body_) worker_.core().large_bodies.fetch_sub(1);
  has_large_body_ = false;
}

void Connection::read_more() {
  step_ = Step::reading;
  set_read_deadline();
  socket_.async_read_some(buffer_.prepare(kReadBytes),
                          [this](const Error& error, std::size_t bytes) { on_read(error, bytes); });
}

void Connection::set_read_deadline() {
  const ServerOptions& options = worker_.core().options;
  if (reader_.state() == RequestReader::State::body) {
    // The whole time a body may take grows with what has come of it, so a trickle runs out.
    if (body_begun_ == 0) worker_.set_deadline(*this, options.body_grace);
    const std::size_t seconds = request_.body.size() / 1000;
    if (seconds > body_begun_) {
      worker_.set_deadline(*this, std::chrono::seconds(seconds - body_begun_) + options.body_grace);
    }
    body_begun_ = std::max<std::size_t>(seconds, 1);
  } else if (!reader_.begun()) {
    worker_.set_deadline(*this, options.idle);
  }
}

void Connection::on_read(const Error& error, std::size_t bytes) {
  if (timed_out_) return refuse(408);
  if (error) return worker_.remove(*this);
  const bool first = !reader_.begun();
  buffer_.commit(bytes);
  if (first) worker_.set_deadline(*this, worker_.core().options.header);
  advance();
}

void Connection::advance() {
  using State = RequestReader::State;
  const auto bytes = buffer_.cdata();
  buffer_.consume(reader_.read({static_cast<const char*>(bytes.data()), bytes.size()}));
  switch (reader_.state()) {
    case State::refused:
      return reader_.refusal() == 413 ? refuse_body() : refuse(reader_.refusal());
    case State::header_complete:
      return on_header();
    case State::complete:
      return answer();
    case State::header:
    case State::body:
      return read_more();
  }
}

void Connection::on_header() {
  set_client();
  match_ =
      reader_.has_malformed_path() ? Match() : worker_.core().router.find(request_.method, request_.path);
  const std::size_t own_max = match_.route == nullptr ? 0 : match_.route->body_bytes_max;
  const std::size_t usual_max = worker_.core().options.body_bytes_max;
  if (own_max > usual_max && !may_have_large_body()) return refuse(503);
  reader_.read_body(own_max == 0 ? usual_max : own_max);
  const bool waits = reader_.state() == RequestReader::State::body && reader_.expects_continue();
  if (waits && buffer_.size() == 0) return send_continue();
  advance();
}

void Connection::send_continue() {
  step_ = Step::continuing;
  asio::async_write(socket_, asio::buffer(kContinue), [this](const Error& error, std::size_t) {
    if (error) return worker_.remove(*this);
    read_more();
  });
}

void Connection::set_client() {
  if (!behind_proxy_) return;
  const ServerOptions& options = worker_.core().options;
  const std::string forwarded_for = joined_header(request_, "x-forwarded-for");
  request_.address = to_address(client_of(peer_, forwarded_for, options.trusted_proxies));
  if (options.secure == Secure::by_proxy) {
    const std::string_view proto = request_.header("x-forwarded-proto");
    request_.secure = proto == "https";
  }
}

void Connection::answer() {
  step_ = Step::handling;
  worker_.clear_deadline(*this);
  complete_at_ = std::chrono::steady_clock::now();
  keep_alive_ = reader_.keep_alive();
  ServerCore& core = worker_.core();
  if (reader_.has_malformed_path()) return send(fault_page(400));
  if (match_.route == nullptr) {
    if (match_.allowed.empty()) return send(fault_page(404));
    Response response = fault_page(405);
    response.set_header("Allow", match_.allowed);
    return send(std::move(response));
  }
  request_.path_values = std::move(match_.values);
  if (const int status = refusal_of(match_.route->guard, request_, core.guards); status != 0) {
    return send(fault_page(status));
  }
  try {
    if (core.hooks.before) {
      if (auto early = core.hooks.before(request_, *match_.route)) return send(std::move(*early));
    }
    run_handler();
  } catch (const std::exception& fault) {
    send(page_of(fault));
  }
}

void Connection::run_handler() {
  const auto& handler = match_.route->handler;
  if (const auto* quick = std::get_if<QuickHandler>(&handler)) {
    send((*quick)(request_));
  } else {
    base::start(std::get<TaskHandler>(handler)(request_),
                [this](base::Task<Response> ended) { on_handled(std::move(ended)); });
  }
}

void Connection::on_handled(base::Task<Response> ended) {
  Response response;
  try {
    response = ended.take();
  } catch (const std::exception& fault) {
    response = page_of(fault);
  }
  if (worker_.is_own_thread()) return send(std::move(response));
  auto kept = std::make_shared<Response>(std::move(response));
  worker_.post([this, kept] { send(std::move(*kept)); });
}

Response Connection::fault_page(int status) const {
  const auto& page = worker_.core().hooks.on_fault;
  if (page) {
    try {
      return page(request_, status);
    } catch (const std::exception& fault) {
      base::log_error("fault_page_failed", {{"status", status}, {"cause", base::describe(fault)}});
    }
  }
  return Response::text(std::to_string(status) + "\n", status);
}

Response Connection::page_of(const std::exception& fault) const {
  // A flood of refusals must not become a flood of log lines; the figures count them.
  if (dynamic_cast<const base::Overloaded*>(&fault) == nullptr) {
    base::log_error("request_failed", {{"method", to_text(request_.method)},
                                       {"route", match_.route->path},
                                       {"cause", base::describe(fault)}});
  }
  Response response = fault_page(503);
  if (response.header("Retry-After").empty()) response.set_header("Retry-After", "2");
  return response;
}

void Connection::send(Response response) {
  ServerCore& core = worker_.core();
  const bool streams = response.stream != nullptr && request_.method != Method::head;
  if (streams && core.streams.fetch_add(1, std::memory_order_relaxed) >= core.options.streams_max) {
    core.streams.fetch_sub(1, std::memory_order_relaxed);
    return send(page_of(base::Overloaded("too many streams are open")));
  }
  response_ = std::move(response);
  if (streams) return become_stream();
  if (response_.status == 429 && response_.header("Retry-After").empty())
    response_.set_header("Retry-After", "60");
  if (!reader_.keep_alive() || worker_.is_stopping()) keep_alive_ = false;
  core.figures.count(match_.number, response_.status, std::chrono::steady_clock::now() - complete_at_);
  const std::size_t bytes =
      response_.shared_body != nullptr ? response_.shared_body->size() : response_.body.size();
  HeadFacts facts;
  facts.date = worker_.date();
  facts.body_bytes = bytes;
  facts.secure = request_.secure;
  if (!keep_alive_) facts.connection = "close";
  if (keep_alive_ && reader_.is_http_1_0()) facts.connection = "keep-alive";
  head_.clear();
  append_head(head_, response_, facts);
  must_drain_ = !keep_alive_ && buffer_.size() > 0;
  write();
}

/// The socket and its place among the streams go over; this connection ends.
void Connection::become_stream() {
  Worker& worker = worker_;
  worker.core().figures.count(match_.number, response_.status,
                              std::chrono::steady_clock::now() - complete_at_);
  HeadFacts facts;
  facts.date = worker.date();
  facts.is_stream = true;
  facts.secure = request_.secure;
  facts.connection = "close";
  std::string head;
  append_head(head, response_, facts);
  auto made = std::make_unique<StreamConnection>(worker, std::move(socket_), std::move(response_.stream),
                                                 std::move(head));
  StreamConnection& stream = *made;
  worker.adopt(std::move(made));
  worker.remove(*this);
  stream.start();
}

/// The header is understood, so whoever sent too much is told in the words of the route.
void Connection::refuse_body() {
  complete_at_ = std::chrono::steady_clock::now();
  keep_alive_ = false;
  timed_out_ = false;
  send(fault_page(413));
  must_drain_ = true;
}

void Connection::refuse(int status) {
  head_ = plain_refusal(status, worker_.date());
  response_ = Response();
  keep_alive_ = false;
  must_drain_ = true;
  timed_out_ = false;
  worker_.core().figures.count(worker_.core().router.routes().size(), status, {});
  write();
}

void Connection::write() {
  step_ = Step::writing;
  const std::string& own = response_.shared_body != nullptr ? *response_.shared_body : response_.body;
  const bool bodiless = request_.method == Method::head || is_without_body(response_.status);
  const std::string_view body = bodiless ? std::string_view() : std::string_view(own);
  worker_.set_deadline(*this, worker_.core().options.idle +
                                  std::chrono::seconds((head_.size() + body.size()) / kWriteBytesPerSecond));
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(body)};
  asio::async_write(socket_, parts, [this](const Error& error, std::size_t) { on_written(error); });
}

void Connection::on_written(const Error& error) {
  if (error) return worker_.remove(*this);
  response_ = Response();
  if (keep_alive_ && !worker_.is_stopping()) {
    begin_request();
    if (buffer_.size() == 0) return read_more();
    worker_.set_deadline(*this, worker_.core().options.header);
    return advance();
  }
  Error ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  if (!must_drain_) return worker_.remove(*this);
  worker_.set_deadline(*this, kDrainTime);
  drain();
}

void Connection::drain() {
  step_ = Step::draining;
  buffer_.clear();
  socket_.async_read_some(buffer_.prepare(kReadBytes),
                          [this](const Error& error, std::size_t bytes) { on_drained(error, bytes); });
}

void Connection::on_drained(const Error& error, std::size_t bytes) {
  drained_ += bytes;
  if (error || drained_ > kDrainBytesMax) return worker_.remove(*this);
  drain();
}

}  // namespace temujanji::web
