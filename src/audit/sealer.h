#pragma once
#include <atomic>
#include <chrono>
#include <optional>

#include "audit/growth.h"
#include "audit/heads_file.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "engine/engine.h"

namespace temujanji::audit {

/// How the log stands, for metrics.
struct LogFigures {
  std::uint64_t size = 0;
  /// Of the last head; none yet: 0.
  base::Instant head_at{};
};

/// Takes rows that are not in the tree yet and appends them, and signs heads. One process does so at a time;
/// should two, one of them changes nothing. `round` is used by one thread, `figures` by any.
class Sealer {
 public:
  struct Options {
    /// Rows of each table that are looked at together, and sealed by one command.
    int slice_rows = 2048;
    /// After so many leaves the rest waits for the next round.
    std::size_t round_leaves = 65'536;
    /// How far behind the newest sealed row each round looks for rows whose transaction took longer.
    std::chrono::milliseconds near = std::chrono::seconds(2);
    /// How far back rows are looked for again and again, some in each round; and all rows, slower.
    std::chrono::milliseconds recent = std::chrono::minutes(10);
    int recent_slices = 8;
    std::chrono::milliseconds head_every = std::chrono::seconds(10);
  };
  enum class Heads { when_due, now };

  Sealer(engine::Engine& engine, const base::Clock& clock, const base::KeyRing& keys, HeadsFile file)
      : Sealer(engine, clock, keys, std::move(file), Options()) {}
  Sealer(engine::Engine& engine, const base::Clock& clock, const base::KeyRing& keys, HeadsFile file,
         Options options);

  /// Seals what waits and what was missed before; tells how many rows. With `Heads::now` whatever was sealed
  /// gets a head at once. Throws Fault.
  std::size_t round(storage::Connection& reader, Heads heads = Heads::when_due);
  /// Looks how the log stands, where another process seals.
  void look(storage::Connection& reader);

  LogFigures figures() const;

 private:
  std::size_t seal_new(storage::Connection& reader, std::int64_t from);
  std::size_t seal_missed(storage::Connection& reader, std::int64_t& cursor, std::int64_t from,
                          std::int64_t to);
  std::size_t seal(storage::Connection& reader, const Slice& slice);
  void sign_if_due(Heads heads);
  bool is_head_due(Heads heads) const;
  bool write(const Grow& grow);
  void note_figures();

  engine::Engine& engine_;
  const base::Clock& clock_;
  const base::KeyRing& keys_;
  const HeadsFile file_;
  const Options options_;
  /// None where it must be read again.
  std::optional<Growth> growth_;
  /// Where the search for missed rows goes on: among those of the last minutes, and among all.
  std::int64_t recent_cursor_ = kLowestId;
  std::int64_t whole_cursor_ = kLowestId;
  std::atomic<std::uint64_t> size_{0};
  std::atomic<std::int64_t> head_at_{0};
};

}  // namespace temujanji::audit
