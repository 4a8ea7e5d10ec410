#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "domain/ids.h"
#include "engine/engine.h"
#include "storage/peers.h"

namespace temujanji::counter {

/// Tells whoever shows an office's queue that it is another: after every commit of this process and, on
/// PostgreSQL, as soon as another process has told of its own. Each office has a version; it is this
/// process's own, over 10^15 and rising also from one start of the program to the next. Thread-safe.
class Changes {
 public:
  /// Called on the writer's or the peers' thread; several changes may come as one call. It must return at
  /// once, must not throw, and must not call this object.
  using OnChange = std::function<void()>;

  /// Ends with its owner: when its destructor has returned, the function is not called any more.
  class Subscription {
   public:
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

   private:
    friend class Changes;
    Subscription(Changes& changes, domain::OfficeId office, OnChange on_change);
    Changes& changes_;
    const domain::OfficeId office_;
    const OnChange on_change_;
  };

  /// Make it before the engine's first command and before `catalogue::Live`, which tells the others last that
  /// they have heard all of a transaction. `engine` and `peers` outlive it. Null: nobody else is there.
  Changes(const base::Clock& clock, engine::Engine& engine, storage::Peers* peers = nullptr);
  /// Stop the engine before.
  ~Changes();
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  /// Read the version before the queue: then what is shown is never taken for newer than it is.
  std::uint64_t version(domain::OfficeId office) const;
  /// From now on `on_change` is called when the office's version rises. Keep the result no longer than this
  /// object.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(domain::OfficeId office, OnChange on_change);
  /// Blocks until the version is another than `seen`, or so long; gives the version. For tests and tools.
  std::uint64_t wait(domain::OfficeId office, std::uint64_t seen, std::chrono::milliseconds at_most) const;

 private:
  void on_commit(const engine::Events& events);
  void hear(std::string_view news);
  /// Something may have been missed: every office counts as changed.
  void raise_all();
  void raise(const std::vector<std::int64_t>& offices);
  std::uint64_t version_of(std::int64_t office) const;

  storage::Peers* const peers_;
  mutable std::mutex mutex_;
  mutable std::condition_variable raised_;
  /// Every version is this and what was counted for the office.
  std::uint64_t base_;
  std::unordered_map<std::int64_t, std::uint64_t> counts_;
  std::multimap<std::int64_t, const Subscription*> subscriptions_;
};

}  // namespace temujanji::counter
