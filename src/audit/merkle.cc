#include "audit/merkle.h"

#include <bit>

#include "base/check.h"

namespace temujanji::audit {
namespace {

constexpr std::string_view kLeafMark("\0", 1);
constexpr std::string_view kNodeMark("\1", 1);

void add_path(std::uint64_t index, std::uint64_t begin, std::uint64_t end, const HashOfRange& hash_of,
              std::vector<Hash>& path) {
  if (end - begin == 1) return;
  const std::uint64_t middle = begin + left_size(end - begin);
  if (index < middle) {
    add_path(index, begin, middle, hash_of, path);
    path.push_back(hash_of(middle, end));
  } else {
    add_path(index, middle, end, hash_of, path);
    path.push_back(hash_of(begin, middle));
  }
}

}  // namespace

Hash hash_leaf(std::string_view content) {
  return base::sha256({kLeafMark, content});
}

Hash hash_node(const Hash& left, const Hash& right) {
  return base::sha256({kNodeMark, base::bytes_of(left), base::bytes_of(right)});
}

Frontier::Frontier(std::uint64_t size, std::vector<Hash> subtrees)
    : size_(size), subtrees_(std::move(subtrees)) {
  CHECK(subtrees_.size() == static_cast<std::size_t>(std::popcount(size)));
}

void Frontier::append(const Hash& leaf, const OnWhole& on_whole) {
  Hash hash = leaf;
  ++size_;
  std::uint64_t count = size_;
  for (int level = 1; count % 2 == 0; ++level) {
    hash = hash_node(subtrees_.back(), hash);
    subtrees_.pop_back();
    count /= 2;
    if (on_whole) on_whole(level, count - 1, hash);
  }
  subtrees_.push_back(hash);
}

Hash Frontier::root() const {
  if (subtrees_.empty()) return base::sha256({});
  Hash root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i > 0; --i) root = hash_node(subtrees_[i - 1], root);
  return root;
}

std::vector<Subtree> whole_subtrees(std::uint64_t size) {
  std::vector<Subtree> all;
  std::uint64_t begin = 0;
  for (int level = 63; level >= 0; --level) {
    const std::uint64_t leaves = std::uint64_t{1} << level;
    if ((size & leaves) == 0) continue;
    all.push_back({level, begin / leaves});
    begin += leaves;
  }
  return all;
}

std::uint64_t left_size(std::uint64_t size) {
  CHECK(size > 1);
  return std::bit_floor(size - 1);
}

std::vector<Hash> inclusion_path(std::uint64_t index, std::uint64_t size, const HashOfRange& hash_of) {
  CHECK(index < size);
  std::vector<Hash> path;
  add_path(index, 0, size, hash_of, path);
  return path;
}

bool is_included(const Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Hash>& path,
                 const Hash& root) {
  if (index >= size) return false;
  std::uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& other : path) {
    if (last == 0) return false;
    if (index % 2 == 1 || index == last) {
      hash = hash_node(other, hash);
      while (index % 2 == 0 && index != 0) {
        index /= 2;
        last /= 2;
      }
    } else {
      hash = hash_node(hash, other);
    }
    index /= 2;
    last /= 2;
  }
  return last == 0 && hash == root;
}

}  // namespace temujanji::audit
