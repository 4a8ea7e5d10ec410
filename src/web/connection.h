#pragma once
// Included by the server's own files only: it carries Asio.
#include <boost/beast/core/flat_buffer.hpp>
#include <optional>

#include "base/task.h"
#include "web/request_reader.h"
#include "web/worker.h"

namespace temujanji::web {

/// One connection: reads a request, has it answered, writes the answer, again and again. Lives on its
/// worker's thread. At any time exactly one thing is under way, a read, a write or a handler, and whoever
/// ends it goes on; so the connection can destroy itself wherever nothing is begun.
class Connection final : public Timed {
 public:
  Connection(Worker& worker, Socket socket, const Tcp::endpoint& peer);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  /// Closes it if no request is under way; else it closes after the answer.
  void stop();
  void on_timeout() override;

  ConnectionHook hook;

 private:
  enum class Step { reading, continuing, handling, writing, draining };

  void begin_request();
  void read_more();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void advance();
  void on_header();
  void send_continue();
  void set_read_deadline();
  void set_client();

  void answer();
  void run_handler();
  void on_handled(base::Task<Response> ended);
  Response fault_page(int status) const;
  Response page_of(const std::exception& fault) const;

  void send(Response response);
  void become_stream();
  void refuse_body();
  void refuse(int status);
  bool may_have_large_body();
  void forget_large_body();
  void write();
  void on_written(const boost::system::error_code& error);
  void drain();
  void on_drained(const boost::system::error_code& error, std::size_t bytes);

  Worker& worker_;
  Socket socket_;
  AddressBytes peer_;
  bool behind_proxy_ = false;
  Step step_ = Step::reading;
  RequestReader reader_;
  boost::beast::flat_buffer buffer_;
  Request request_;
  Match match_;
  std::chrono::steady_clock::time_point complete_at_;
  Response response_;
  std::string head_;
  std::size_t body_begun_ = 0;
  bool has_large_body_ = false;
  std::size_t drained_ = 0;
  bool timed_out_ = false;
  bool keep_alive_ = false;
  bool must_drain_ = false;
};

}  // namespace temujanji::web
