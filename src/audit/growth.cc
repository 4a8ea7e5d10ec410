#include "audit/growth.h"

#include "base/check.h"
#include "base/fault.h"

namespace temujanji::audit {
namespace {

base::Fault damaged(const std::string& what) {
  return base::Fault("the audit log is damaged, " + what + "; run `temujanji audit verify`");
}

/// Of full pages.
std::vector<Hash> list_whole(storage::Connection& connection, std::uint64_t pages) {
  std::vector<Hash> hashes;
  for (const Subtree& subtree : whole_subtrees(pages)) {
    const auto hash = find_node(connection, subtree.level, subtree.number);
    if (!hash) throw damaged("a node is missing");
    hashes.push_back(*hash);
  }
  return hashes;
}

}  // namespace

Growth Growth::load(storage::Connection& connection) {
  Growth growth;
  // Before the pages: if somebody else lets the tree grow meanwhile, nothing will be written from here.
  growth.written_ = find_state(connection);
  growth.installation_ = find_installation(connection);
  growth.last_head_ = find_last_head(connection);
  const std::int64_t heads = growth.last_head_ ? growth.last_head_->number : 0;
  auto page = find_last_page(connection);
  const std::uint64_t full = growth.written_.size / kPageLeaves, rest = growth.written_.size % kPageLeaves;
  const std::uint64_t size = page ? static_cast<std::uint64_t>(page->number) * kPageLeaves + page->size() : 0;
  if (find_state(connection) != growth.written_) return load(connection);
  if (size != growth.written_.size) throw damaged("its pages do not fit its size");
  if (heads != growth.written_.heads) throw damaged("it misses heads");
  growth.tree_ = Frontier(full * kPageLeaves, list_whole(connection, full));
  if (rest == 0) return growth;
  for (std::size_t i = 0; i < page->size(); ++i) growth.tree_.append(page->leaf(i).hash);
  growth.pages_.push_back(std::move(*page));
  return growth;
}

void Growth::append(const Leaf& leaf) {
  if (pages_.empty() || pages_.back().size() == kPageLeaves) {
    pages_.push_back({});
    pages_.back().number = static_cast<std::int64_t>(tree_.size() / kPageLeaves);
  }
  pages_.back().append(leaf);
  tree_.append(leaf.hash, [this](int level, std::uint64_t number, const Hash& hash) {
    if (level >= kPageLevel) nodes_.push_back({level - kPageLevel, number, hash});
  });
}

Head Growth::next_head(base::Instant at) const {
  Head head;
  head.installation = installation_;
  head.number = written_.heads + 1;
  head.size = tree_.size();
  head.at = at;
  head.root = tree_.root();
  if (last_head_) head.previous = hash_of(*last_head_);
  return head;
}

Grow Growth::take(std::optional<Head> head) {
  Grow grow{written_, {tree_.size(), written_.heads + (head ? 1 : 0)}};
  if (has_unwritten()) grow.pages = pages_;
  grow.nodes = std::exchange(nodes_, {});
  grow.head = std::move(head);
  return grow;
}

void Growth::note_written(const Grow& grown) {
  written_ = grown.to;
  if (grown.head) last_head_ = grown.head;
  if (pages_.size() > 1) pages_.erase(pages_.begin(), pages_.end() - 1);
}

}  // namespace temujanji::audit
