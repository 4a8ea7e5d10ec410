#pragma once
// Included by the server's own files only: it carries Asio.
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/executor.h"
#include "web/figures.h"
#include "web/guard.h"
#include "web/router.h"
#include "web/server.h"
#include "web/time_wheel.h"

namespace temujanji::web {

using Tcp = boost::asio::ip::tcp;
// Named executor types: the type-erased standard ones cost a virtual call and an allocation per operation.
using LoopExecutor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<Tcp, LoopExecutor>;
using Acceptor = boost::asio::basic_socket_acceptor<Tcp, LoopExecutor>;
using Timer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, LoopExecutor>;

/// What all threads share.
struct ServerCore {
  ServerCore(ServerOptions given_options, Router given_router, Guards given_guards, ServerHooks given_hooks)
      : options(std::move(given_options)),
        router(std::move(given_router)),
        guards(std::move(given_guards)),
        hooks(std::move(given_hooks)),
        figures(router.routes()) {}

  const ServerOptions options;
  const Router router;
  const Guards guards;
  const ServerHooks hooks;
  RouteFigures figures;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> streams{0};
  /// Requests whose body may be larger than the usual limit.
  std::atomic<std::size_t> large_bodies{0};
  /// Set before the workers are told, so that no answer after it promises a further one.
  std::atomic<bool> stopping{false};
};

class Connection;
class StreamConnection;
using ConnectionHook =
    boost::intrusive::list_member_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

/// One thread with its event loop, listening socket and connections. Only `post` and `stop` may be called
/// from other threads.
class Worker final : public base::Executor {
 public:
  /// `listening` is a bound and listening socket, which the worker takes over.
  Worker(ServerCore& core, int listening, bool is_v6);
  ~Worker() override;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Runs `work` on the loop. Posts that come close together wake the loop once.
  void post(std::function<void()> work) override;

  /// Serves until stopped; `ended` is called last, on the worker's thread.
  void start(std::function<void()> ended);
  /// Accepts no more, closes what is idle, ends when the rest has been answered.
  void stop();
  /// Ends now, whatever is under way.
  void cut();
  void join();

  bool is_stopping() const { return core_.stopping.load(std::memory_order_relaxed); }
  bool is_own_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
  ServerCore& core() { return core_; }
  boost::asio::io_context& loop() { return loop_; }
  std::string_view date() const { return date_; }

  /// Calls the connection's `on_timeout` so long from now, unless it is set anew before.
  void set_deadline(Timed& connection, std::chrono::milliseconds from_now);
  void clear_deadline(Timed& connection);
  /// Takes a connection that has become a stream among its own.
  void adopt(std::unique_ptr<StreamConnection> stream);
  /// Destroys the connection.
  void remove(Connection& connection);
  void remove(StreamConnection& stream);

 private:
  void accept();
  void on_accepted(const boost::system::error_code& error);
  void arm_tick();
  void on_tick();
  void run_posted();
  void begin_stop();
  bool is_empty() const;
  void end_if_empty();
  void update_date();

  ServerCore& core_;
  boost::asio::io_context loop_{1};
  Acceptor acceptor_;
  Socket accepted_;
  Tcp::endpoint peer_;
  Timer tick_;
  std::chrono::steady_clock::time_point next_tick_;
  TimeWheel wheel_;
  struct Connections;
  std::unique_ptr<Connections> connections_;
  bool accepting_ = false;
  bool stopping_ = false;
  std::time_t date_at_ = 0;
  std::string date_;

  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;
  std::vector<std::function<void()>> running_;
  std::thread thread_;
};

}  // namespace temujanji::web
