#pragma once
#include <optional>
#include <vector>

#include "audit/store.h"

namespace temujanji::audit {

/// The tree in memory, as far as it takes to let it grow: the last page, the hashes of what is whole, the
/// last head. Used by one thread.
class Growth {
 public:
  /// As the tables are. Throws Fault if they do not fit together; then nothing may be added, for it would
  /// hide what happened.
  static Growth load(storage::Connection& connection);

  const State& state() const { return written_; }
  /// Leaves, with those that are not written yet.
  std::uint64_t size() const { return tree_.size(); }
  const std::optional<Head>& last_head() const { return last_head_; }
  bool has_unwritten() const { return tree_.size() != written_.size; }

  void append(const Leaf& leaf);
  /// A head of the tree as it is now, without its signature.
  Head next_head(base::Instant at) const;

  /// What has to be written.
  Grow take(std::optional<Head> head = {});
  /// It was.
  void note_written(const Grow& grown);

 private:
  std::string installation_;
  State written_;
  std::optional<Head> last_head_;
  Frontier tree_;
  /// The last one grows, or is full.
  std::vector<Page> pages_;
  std::vector<Grow::Node> nodes_;
};

}  // namespace temujanji::audit
