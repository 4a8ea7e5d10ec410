#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/head.h"
#include "audit/merkle.h"
#include "audit/rows.h"
#include "engine/engine.h"
#include "storage/connection.h"

/// The tree as the tables `audit_…` hold it.
namespace temujanji::audit {

/// A page has 2^9 leaves.
constexpr int kPageLevel = 9;
constexpr std::uint64_t kPageLeaves = std::uint64_t{1} << kPageLevel;
constexpr std::size_t kLeafBytes = 41;

/// How far the tree and its heads have grown.
struct State {
  std::uint64_t size = 0;
  std::int64_t heads = 0;
  bool operator==(const State&) const = default;
};

/// A row's place in the tree.
struct Leaf {
  RowKey row;
  Hash hash;
};

struct Page {
  std::int64_t number = 0;
  std::int64_t first_id = kHighestId;
  std::int64_t last_id = kLowestId;
  std::string leaves = {};

  std::size_t size() const { return leaves.size() / kLeafBytes; }
  Leaf leaf(std::size_t place) const;
  void append(const Leaf& leaf);
};

/// A leaf with its index.
struct SealedRow {
  RowKey row;
  Hash hash;
  std::uint64_t index;
};

State find_state(storage::Connection& connection);
std::vector<Page> list_pages(storage::Connection& connection, std::int64_t first_number, int pages_max);
/// The page with the highest number.
std::optional<Page> find_last_page(storage::Connection& connection);
/// The highest id in the tree.
std::optional<std::int64_t> find_last_id(storage::Connection& connection);
/// All leaves of rows with ids from `from` to `to`, in the rows' order.
std::vector<SealedRow> list_sealed(storage::Connection& connection, std::int64_t from, std::int64_t to);
/// Of a subtree of whole pages, 2^level of them.
std::optional<Hash> find_node(storage::Connection& connection, int level, std::uint64_t number);

std::string find_installation(storage::Connection& connection);
std::optional<Head> find_last_head(storage::Connection& connection);
/// Heads with numbers from `first` on.
std::vector<Head> list_heads(storage::Connection& connection, std::int64_t first, int heads_max);

/// Rows of the slice that are not in the tree.
std::vector<RowKey> list_unsealed(storage::Connection& connection, const Slice& slice);

/// The root of any part of the tree that HashOfRange allows. Throws Fault where the tables miss something.
Hash hash_of_range(storage::Connection& connection, std::uint64_t begin, std::uint64_t end);

/// Lets the tree grow from one state to another, if it still is in that state; the outcome says so. What is
/// written was computed outside, so that the writer is not kept.
struct Grow {
  struct Node {
    int level;
    std::uint64_t number;
    Hash hash;
  };
  State from;
  State to;
  /// From the one that grows further.
  std::vector<Page> pages = {};
  std::vector<Node> nodes = {};
  std::optional<Head> head = {};

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::audit
