#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/crypto.h"

/// The tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256. Everything here is
/// arithmetic.
namespace temujanji::audit {

using Hash = base::Sha256;

Hash hash_leaf(std::string_view content);
Hash hash_node(const Hash& left, const Hash& right);

/// A growing tree, of which only the hashes of its largest whole subtrees are kept, at most 64. Appending a
/// leaf costs one hash on average.
class Frontier {
 public:
  /// Told of every subtree that has become whole: it has 2^level leaves and is the `number`th of its level,
  /// from 0.
  using OnWhole = std::function<void(int level, std::uint64_t number, const Hash& hash)>;

  Frontier() = default;
  /// Of `size` leaves; `subtrees` as `whole_subtrees` lists them.
  Frontier(std::uint64_t size, std::vector<Hash> subtrees);

  void append(const Hash& leaf, const OnWhole& on_whole = {});
  std::uint64_t size() const { return size_; }
  /// The root; for no leaves the hash of nothing.
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

/// A whole subtree of 2^level leaves, the `number`th of its level.
struct Subtree {
  int level;
  std::uint64_t number;
  bool operator==(const Subtree&) const = default;
};
/// Those a tree of so many leaves is made of, largest first.
std::vector<Subtree> whole_subtrees(std::uint64_t size);

/// The root of the leaves from `begin` up to but not `end`, where `begin` is a multiple of the smallest power
/// of two that is not below their number.
using HashOfRange = std::function<Hash(std::uint64_t begin, std::uint64_t end)>;
/// The largest power of two below `size`, which must be above 1: so many leaves are in the left subtree.
std::uint64_t left_size(std::uint64_t size);

/// The hashes that lead from leaf `index` to the root of the first `size` leaves, from the bottom up.
std::vector<Hash> inclusion_path(std::uint64_t index, std::uint64_t size, const HashOfRange& hash_of);
/// Whether a leaf with this hash is the `index`th of the tree with this size and root.
bool is_included(const Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Hash>& path,
                 const Hash& root);

}  // namespace temujanji::audit
