#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/store.h"
#include "audit/verify.h"

namespace temujanji::audit {

/// Heads of the database by their number, some read ahead.
class HeadReader {
 public:
  explicit HeadReader(storage::Connection& connection) : connection_(connection) {}
  /// The head with this number, or the next one there is; null behind the last.
  const Head* find_from(std::int64_t number);

 private:
  storage::Connection& connection_;
  std::vector<Head> read_;
};

/// Goes through the heads in their order, once, and looks at each: its signature, the head before, and, if
/// the tree is walked beside, whether the tree had its root.
class HeadWalk {
 public:
  /// From the head with the number `first` on, up to those of `state`.
  HeadWalk(storage::Connection& connection, const State& state, std::string_view public_key,
           std::int64_t first, Problems& problems);

  /// Compares the heads of the tree's present size; to be called with every size from 0 on.
  void compare_with(const Frontier& tree);
  /// Looks at the heads that are left, without a tree. Gives the last one.
  std::optional<Head> finish();

 private:
  void step();
  void compare_root(const Frontier& tree);
  void look_at_signature_and_order();

  HeadReader reader_;
  const State state_;
  const std::string public_key_;
  Problems& problems_;
  const Head* next_ = nullptr;
  std::optional<Head> before_;
  std::int64_t number_;
  /// Leaves of the last head whose root was right, and whether that was the last one.
  std::uint64_t right_until_ = 0;
  bool was_right_ = true;
};

/// Compares every line of a file with the head of the database it witnesses; tells how many lines there are,
/// or nothing where `go_on`, asked every thousand lines, said no.
std::optional<std::size_t> compare_witness(storage::Connection& connection, const HeadsFile& witness,
                                           std::string_view public_key, const std::function<bool()>& go_on,
                                           Problems& problems);

}  // namespace temujanji::audit
