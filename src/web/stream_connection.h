#pragma once
// Included by the server's own files only: it carries Asio.
#include <array>
#include <memory>
#include <string>

#include "web/event_stream.h"
#include "web/worker.h"

namespace temujanji::web {

/// A connection that has become a stream of events: writes what its source has, a comment when there was
/// nothing for a while, and notices when the client goes. Lives on its worker's thread. A read is always
/// under way, and a write at times; when both are over it has the worker destroy it.
class StreamConnection final : public Timed {
 public:
  /// `head` is the response's, ready to be sent. Takes the place among the streams that the caller counted.
  StreamConnection(Worker& worker, Socket socket, std::shared_ptr<EventStream> stream, std::string head);
  ~StreamConnection() override;
  StreamConnection(const StreamConnection&) = delete;
  StreamConnection& operator=(const StreamConnection&) = delete;

  void start();
  /// Ends it after what is being written.
  void stop();
  void on_timeout() override;

  ConnectionHook hook;

 private:
  /// What the source's function holds; outlives the connection.
  struct Wake;

  void read();
  void on_read(const boost::system::error_code& error);
  void pull();
  void collect();
  void write();
  void on_written(const boost::system::error_code& error);
  void close();
  void end_operation();

  Worker& worker_;
  Socket socket_;
  std::shared_ptr<Wake> wake_;
  std::string out_;
  std::array<char, 512> ignored_;
  int under_way_ = 0;
  bool writing_ = false;
  bool ending_ = false;
  bool closed_ = false;
  /// Gone first: then nobody wakes a connection that is no more.
  std::shared_ptr<EventStream> stream_;
};

}  // namespace temujanji::web
