#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "catalogue/board.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"
#include "storage/database.h"

namespace temujanji::catalogue {

/// The catalogue and the board that pages are made from, kept up to date: seats after every commit of this
/// process, everything else by reading again in the background when a command tells of a change or, once a
/// second, when another process has raised a `revision`. Thread-safe.
class Live {
 public:
  struct Options {
    /// How often the revisions are looked at.
    std::chrono::milliseconds poll{1000};
    /// After this time the board is read again in any case; a safety net.
    std::chrono::seconds full_reload{300};
    /// Whom to tell which seats a batch changed, and to hear it from; outlives this object. Null: nobody.
    storage::Peers* peers = nullptr;
  };

  /// Reads everything and begins to listen; make it before the engine's first command. `database`, `clock`
  /// and `engine` outlive it. Throws Fault.
  Live(storage::Database& database, const base::Clock& clock, engine::Engine& engine, Options options);
  Live(storage::Database& database, const base::Clock& clock, engine::Engine& engine)
      : Live(database, clock, engine, Options()) {}
  /// Stop the engine before.
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  /// Keep the pointer for as long as one page is made.
  std::shared_ptr<const Catalogue> catalogue() const;
  const Board& board() const { return board_; }
  /// Rises whenever another catalogue is given out; with the board's version, what rendered pages depend on.
  std::uint64_t catalogue_version() const;

  /// Reads again what has another revision, or everything, and returns when it is done. Throws Fault.
  enum class What { changed, seats, everything };
  void reload(What what = What::changed);

 private:
  struct Revisions {
    std::int64_t catalogue = 0;
    std::int64_t slots = 0;
  };

  void on_commit(const engine::Events& events);
  void tell_others(const engine::Events& events);
  void hear(std::string_view news);
  void wake(bool missed);
  void keep_up();
  Revisions read_revisions();
  void reload_catalogue();

  storage::Database& database_;
  const base::Clock& clock_;
  const Options options_;
  Board board_;

  /// Guards the connection and what was read with it.
  std::mutex reload_mutex_;
  std::unique_ptr<storage::Connection> connection_;
  Revisions seen_;

  mutable std::mutex catalogue_mutex_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::uint64_t catalogue_version_ = 0;

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  /// Seats may have changed that nobody told of.
  bool missed_ = false;
  bool stopping_ = false;
  std::thread keeper_;
};

}  // namespace temujanji::catalogue
