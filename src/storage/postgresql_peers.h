#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/postgresql_connection.h"

namespace temujanji::storage {

/// Holds this process's number, keeps it alive, and passes messages through NOTIFY on a connection and a
/// thread of its own. NOTIFY stands in no booking's transaction, because such transactions are committed one
/// at a time; what is lost with a process between its COMMIT and its NOTIFY shows as a transaction in the
/// table `process` that nobody has heard of, and counts as a gap.
class PostgresqlPeers final : public Peers {
 public:
  /// Throws Fault.
  PostgresqlPeers(std::string url, Role role, std::shared_ptr<Place> place);
  ~PostgresqlPeers() override;

  void tell(char topic, std::string text) override;
  void told_all(std::int64_t number) override;
  void listen(char topic, OnText on_text) override;
  void listen_for_gaps(char topic, std::function<void()> on_gap) override;

 private:
  /// Another process: its last transaction that was heard of, and the last seen in the table.
  struct Other {
    std::int64_t heard = 0;
    std::int64_t seen = 0;
  };

  /// Closes its eventfd at its end.
  struct Wake {
    Wake() = default;
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    ~Wake();

    int file = -1;
  };

  void begin();
  void leave() noexcept;
  void run();
  void open_link();
  void work();
  void send_waiting();
  void read_notices();
  void hear(std::string_view text);
  void look_for_gaps();
  void tell_of_gap();
  void keep_number();
  void wait();

  const std::string url_;
  const std::shared_ptr<Place> place_;
  /// Used by the thread only, once it runs.
  Link link_;
  std::map<int, Other> others_;
  std::vector<std::string> sending_;
  std::chrono::steady_clock::time_point next_look_{}, next_keep_{};

  std::mutex mutex_;
  std::vector<std::string> waiting_;
  std::map<char, OnText> listeners_;
  std::map<char, std::function<void()>> gap_listeners_;
  std::atomic<bool> stopping_{false};
  Wake wake_;
  std::thread thread_;
};

}  // namespace temujanji::storage
