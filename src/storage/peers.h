#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace temujanji::storage {

/// What a process is among those on a database. SQLite has room for one server; helpers are sub-commands of
/// the command line.
enum class Role { server, helper };

/// Who was not seen for so long loses its number to others.
inline constexpr std::chrono::milliseconds kProcessAwayMax = std::chrono::minutes(2);

/// The other processes that write to the same database, and short messages between servers. Messages are not
/// kept: who is away misses them and is told that there is a gap. On SQLite nobody is there to hear. Leaves
/// the circle when destroyed. Thread-safe.
class Peers {
 public:
  using OnText = std::function<void(std::string_view text)>;

  virtual ~Peers() = default;
  /// Sends a text of at most 6,500 bytes to the other servers soon, perhaps together with others of the topic
  /// and a space between them. Never blocks.
  virtual void tell(char topic, std::string text) = 0;
  /// Tells the others that transaction `number` of this process stands and all they should hear of it is
  /// told.
  virtual void told_all(std::int64_t number) = 0;
  /// From now on `on_text` gets what others tell on the topic, and `on_gap` is called when something of it
  /// may have been missed; on a thread of this object's own. An empty function ends it: when that call has
  /// returned, the one before is not called any more.
  virtual void listen(char topic, OnText on_text) = 0;
  virtual void listen_for_gaps(char topic, std::function<void()> on_gap) = 0;
};

}  // namespace temujanji::storage
