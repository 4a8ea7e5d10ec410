#include "audit/merkle.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "base/text.h"

namespace temujanji::audit {
namespace {

Hash leaf(std::uint64_t number) {
  return hash_leaf(std::to_string(number));
}

/// The definition of RFC 9162, word for word, on leaves from `begin` up to `end`.
Hash root_of(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return base::sha256({});
  if (end - begin == 1) return leaf(begin);
  std::uint64_t k = 1;
  while (k * 2 < end - begin) k *= 2;
  return hash_node(root_of(begin, begin + k), root_of(begin + k, end));
}

std::string hex(const Hash& hash) {
  return base::to_hex(base::bytes_of(hash));
}

TEST(tree, hashes_as_the_standard_says) {
  EXPECT_EQ(hex(Frontier().root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(hash_leaf("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  // The vectors of the reference implementation of Certificate Transparency.
  const std::string kInputs[] = {"",         std::string(1, '\0'), "\x10",     "\x20\x21",
                                 "\x30\x31", "\x40\x41\x42\x43",   "PQRSTUVW", "`abcdefghijklmno"};
  Frontier tree;
  for (int i = 0; i < 5; ++i) tree.append(hash_leaf(kInputs[i]));
  EXPECT_EQ(hex(tree.root()), "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4");
  for (int i = 5; i < 8; ++i) tree.append(hash_leaf(kInputs[i]));
  EXPECT_EQ(hex(tree.root()), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(tree, that_grows_has_the_roots_of_the_definition) {
  Frontier tree;
  for (std::uint64_t size = 0; size <= 300; ++size) {
    ASSERT_EQ(tree.root(), root_of(0, size)) << size;
    tree.append(leaf(size));
  }
}

TEST(tree, tells_of_each_subtree_once_it_is_whole_and_can_be_resumed_from_them) {
  std::map<std::pair<int, std::uint64_t>, Hash> whole;
  Frontier tree;
  for (std::uint64_t size = 1; size <= 200; ++size) {
    whole[{0, size - 1}] = leaf(size - 1);
    tree.append(leaf(size - 1), [&](int level, std::uint64_t number, const Hash& hash) {
      EXPECT_TRUE(whole.emplace(std::pair(level, number), hash).second);
      EXPECT_EQ(hash, root_of(number << level, (number + 1) << level));
    });
    std::vector<Hash> subtrees;
    for (const Subtree& subtree : whole_subtrees(size))
      subtrees.push_back(whole.at({subtree.level, subtree.number}));
    Frontier resumed(size, subtrees);
    EXPECT_EQ(resumed.root(), tree.root());
    resumed.append(leaf(size));
    EXPECT_EQ(resumed.root(), root_of(0, size + 1));
  }
}

TEST(inclusion, is_proved_for_each_leaf_of_trees_of_many_sizes) {
  for (std::uint64_t size = 1; size <= 130; ++size) {
    const Hash root = root_of(0, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = inclusion_path(index, size, root_of);
      ASSERT_TRUE(is_included(leaf(index), index, size, path, root)) << index << " of " << size;
    }
  }
}

TEST(inclusion, is_proved_for_no_other_leaf_place_size_root_or_path) {
  std::mt19937 chance{7};
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t size = 2 + chance() % 200, index = chance() % size;
    const Hash root = root_of(0, size);
    auto path = inclusion_path(index, size, root_of);
    ASSERT_TRUE(is_included(leaf(index), index, size, path, root));
    const std::uint64_t other = (index + 1 + chance() % (size - 1)) % size;
    EXPECT_FALSE(is_included(leaf(other), index, size, path, root));
    EXPECT_FALSE(is_included(leaf(index), other, size, path, root));
    EXPECT_FALSE(is_included(leaf(index), index, size, path, leaf(index)));
    EXPECT_FALSE(is_included(leaf(index), size, size, path, root));
    Hash& changed = path[chance() % path.size()];
    changed[chance() % changed.size()] ^= 1;
    EXPECT_FALSE(is_included(leaf(index), index, size, path, root));
    path = inclusion_path(index, size, root_of);
    path.push_back(root);
    EXPECT_FALSE(is_included(leaf(index), index, size, path, root));
    path.resize(path.size() - 2);
    EXPECT_FALSE(is_included(leaf(index), index, size, path, root));
  }
}

}  // namespace
}  // namespace temujanji::audit
