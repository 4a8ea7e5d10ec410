#pragma once
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "base/clock.h"
#include "engine/engine.h"
#include "misuse/block_value.h"
#include "storage/database.h"

namespace temujanji::misuse {

/// What was blocked when it was read: keyed hashes, and before them rough ones, which let nearly everybody
/// pass without a keyed hash being computed. Immutable once it is filled.
class Blocked {
 public:
  /// What is blocked, and until when; nothing: without an end.
  struct Match {
    domain::BlockKind kind{};
    std::optional<base::Instant> ends_at;
  };

  void add(const BlockValue& value, const base::Digest& digest, std::optional<base::Instant> ends_at);
  std::size_t size() const;

  /// Whether a value is blocked at `now`.
  std::optional<Match> find(const base::KeyRing& keys, const BlockValue& value, base::Instant now) const;
  /// The same for who would book: document, e-mail and telephone. Of several blocks the one that lasts
  /// longest.
  std::optional<Match> find(const base::KeyRing& keys, const domain::Applicant& applicant,
                            base::Instant now) const;

 private:
  struct DigestHash {
    std::size_t operator()(const base::Digest& digest) const;
  };
  using Ends = std::unordered_map<base::Digest, std::optional<base::Instant>, DigestHash>;

  struct OfKind {
    Ends ends;
    std::unordered_set<std::size_t> rough;
  };

  std::array<OfKind, domain::kBlockKinds.size()> kinds_;
};

/// What is blocked, in memory and kept up to date: read again after every commit that changed a block, here
/// or, through the peers, in another process, and once a minute in any case. Thread-safe.
class BlockList {
 public:
  struct Options {
    std::chrono::milliseconds reload_every{60'000};
    /// Whom to tell that a block changed, and to hear it from; outlives this object. Null: nobody.
    storage::Peers* peers = nullptr;
  };

  /// Reads all blocks and begins to listen; make it before the engine's first command. `database`, `clock`,
  /// `keys` and `engine` outlive it. Throws Fault.
  BlockList(storage::Database& database, const base::Clock& clock, const base::KeyRing& keys,
            engine::Engine& engine, Options options);
  BlockList(storage::Database& database, const base::Clock& clock, const base::KeyRing& keys,
            engine::Engine& engine)
      : BlockList(database, clock, keys, engine, Options()) {}
  /// Stop the engine before.
  ~BlockList();
  BlockList(const BlockList&) = delete;
  BlockList& operator=(const BlockList&) = delete;

  /// Keep the pointer for as long as one request takes.
  std::shared_ptr<const Blocked> blocked() const;

  /// Reads again, so that what was committed before holds when this returns. Throws Fault.
  void reload(storage::Connection& connection);

 private:
  void wake();
  void keep_up();

  const base::Clock& clock_;
  const base::KeyRing& keys_;
  const Options options_;
  std::unique_ptr<storage::Connection> connection_;

  /// Held while reading, so that nobody puts older blocks in the place of newer ones.
  std::mutex reload_mutex_;
  mutable std::mutex blocked_mutex_;
  std::shared_ptr<const Blocked> blocked_;

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread keeper_;
};

}  // namespace temujanji::misuse
