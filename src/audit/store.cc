#include "audit/store.h"

#include <algorithm>
#include <bit>

#include "audit/store.sql.h"
#include "base/check.h"
#include "base/fault.h"

namespace temujanji::audit {
namespace {

constexpr std::size_t kIdBytes = 8;

Hash to_hash(std::string_view bytes) {
  Hash hash{};
  const std::size_t count = std::min(bytes.size(), hash.size());
  for (std::size_t i = 0; i < count; ++i) hash[i] = static_cast<std::uint8_t>(bytes[i]);
  return hash;
}

storage::Blob blob_of(const Hash& hash) {
  return {base::bytes_of(hash)};
}

Page to_page(const storage::Rows& row) {
  return {row.integer(0), row.integer(1), row.integer(2), std::string(row.blob(3))};
}

Head to_head(const storage::Rows& row, const std::string& installation) {
  return {installation,
          row.integer(0),
          static_cast<std::uint64_t>(row.integer(1)),
          row.instant(2),
          to_hash(row.blob(3)),
          to_hash(row.blob(4)),
          std::string(row.blob(5))};
}

std::optional<Page> find_page(storage::Connection& connection, std::uint64_t number) {
  std::vector<Page> pages = list_pages(connection, static_cast<std::int64_t>(number), 1);
  if (pages.empty() || pages.front().number != static_cast<std::int64_t>(number)) return std::nullopt;
  return std::move(pages.front());
}

/// Of leaves of one page.
Hash hash_in_page(storage::Connection& connection, std::uint64_t begin, std::uint64_t end) {
  const auto page = find_page(connection, begin / kPageLeaves);
  const std::size_t first = begin % kPageLeaves, count = end - begin;
  if (!page || page->size() < first + count)
    throw base::Fault("the audit log misses leaves; run `temujanji audit verify`");
  Frontier tree;
  for (std::size_t i = 0; i < count; ++i) tree.append(page->leaf(first + i).hash);
  return tree.root();
}

}  // namespace

Leaf Page::leaf(std::size_t place) const {
  const std::string_view bytes = std::string_view(leaves).substr(place * kLeafBytes, kLeafBytes);
  CHECK(bytes.size() == kLeafBytes);
  std::uint64_t id = 0;
  for (std::size_t i = 1; i <= kIdBytes; ++i) id = id << 8 | static_cast<std::uint8_t>(bytes[i]);
  return {{static_cast<std::int64_t>(id), static_cast<std::uint8_t>(bytes[0])},
          to_hash(bytes.substr(1 + kIdBytes))};
}

void Page::append(const Leaf& leaf) {
  leaves += static_cast<char>(leaf.row.tag);
  const auto id = static_cast<std::uint64_t>(leaf.row.id);
  for (int shift = 8 * static_cast<int>(kIdBytes - 1); shift >= 0; shift -= 8)
    leaves += static_cast<char>(id >> shift);
  leaves += base::bytes_of(leaf.hash);
  first_id = std::min(first_id, leaf.row.id);
  last_id = std::max(last_id, leaf.row.id);
}

State find_state(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindTree);
  if (!rows.next()) return {};
  return {static_cast<std::uint64_t>(rows.integer(0)), rows.integer(1)};
}

std::vector<Page> list_pages(storage::Connection& connection, std::int64_t first_number, int pages_max) {
  std::vector<Page> pages;
  storage::Rows rows = connection.query(sql::kListPages, {first_number, pages_max});
  while (rows.next()) pages.push_back(to_page(rows));
  return pages;
}

std::optional<Page> find_last_page(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindLastPage);
  if (!rows.next()) return std::nullopt;
  return to_page(rows);
}

std::optional<std::int64_t> find_last_id(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindLastId);
  if (!rows.next() || rows.is_null(0)) return std::nullopt;
  return rows.integer(0);
}

std::vector<SealedRow> list_sealed(storage::Connection& connection, std::int64_t from, std::int64_t to) {
  std::vector<SealedRow> sealed;
  storage::Rows rows = connection.query(sql::kListPagesOfIds, {from, to});
  while (rows.next()) {
    const Page page = to_page(rows);
    for (std::size_t i = 0; i < page.size(); ++i) {
      const Leaf leaf = page.leaf(i);
      if (leaf.row.id < from || leaf.row.id > to) continue;
      sealed.push_back({leaf.row, leaf.hash, static_cast<std::uint64_t>(page.number) * kPageLeaves + i});
    }
  }
  std::ranges::sort(sealed, [](const SealedRow& one, const SealedRow& other) {
    return std::pair(one.row, one.index) < std::pair(other.row, other.index);
  });
  return sealed;
}

std::optional<Hash> find_node(storage::Connection& connection, int level, std::uint64_t number) {
  storage::Rows rows = connection.query(sql::kFindNode, {level, static_cast<std::int64_t>(number)});
  if (!rows.next()) return std::nullopt;
  return to_hash(rows.blob(0));
}

std::string find_installation(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindInstallation);
  return rows.next() ? rows.string(0) : std::string();
}

std::optional<Head> find_last_head(storage::Connection& connection) {
  const std::string installation = find_installation(connection);
  storage::Rows rows = connection.query(sql::kFindLastHead);
  if (!rows.next()) return std::nullopt;
  return to_head(rows, installation);
}

std::vector<Head> list_heads(storage::Connection& connection, std::int64_t first, int heads_max) {
  const std::string installation = find_installation(connection);
  std::vector<Head> heads;
  storage::Rows rows = connection.query(sql::kListHeads, {first, heads_max});
  while (rows.next()) heads.push_back(to_head(rows, installation));
  return heads;
}

std::vector<RowKey> list_unsealed(storage::Connection& connection, const Slice& slice) {
  if (slice.rows.empty()) return {};
  const auto sealed = list_sealed(connection, slice.rows.front().id, slice.rows.back().id);
  std::vector<RowKey> unsealed;
  auto place = sealed.begin();
  for (const RowKey& row : slice.rows) {
    while (place != sealed.end() && place->row < row) ++place;
    if (place == sealed.end() || place->row != row) unsealed.push_back(row);
  }
  return unsealed;
}

Hash hash_of_range(storage::Connection& connection, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t size = end - begin;
  if (size < kPageLeaves) return hash_in_page(connection, begin, end);
  if (std::has_single_bit(size)) {
    const int level = std::countr_zero(size) - kPageLevel;
    const auto node = find_node(connection, level, begin / size);
    if (!node) throw base::Fault("the audit log misses a node; run `temujanji audit verify`");
    return *node;
  }
  const std::uint64_t middle = begin + left_size(size);
  return hash_node(hash_of_range(connection, begin, middle), hash_of_range(connection, middle, end));
}

Grow::Outcome Grow::apply(engine::Scope& scope) const {
  storage::Transaction& transaction = scope.transaction;
  const auto number = [](std::uint64_t size) { return static_cast<std::int64_t>(size); };
  if (transaction.execute(sql::kGrowTree, {number(to.size), to.heads, number(from.size), from.heads}) == 0)
    return false;
  storage::ParameterRows rows;
  for (const Page& page : pages)
    rows.add({page.number, page.first_id, page.last_id, storage::Blob{page.leaves}});
  transaction.execute_each(sql::kWritePage, rows);
  storage::ParameterRows hashes;
  for (const Node& node : nodes) hashes.add({node.level, number(node.number), blob_of(node.hash)});
  transaction.execute_each(sql::kInsertNode, hashes);
  if (head) {
    transaction.execute(sql::kInsertHead, {head->number, number(head->size), head->at, blob_of(head->root),
                                           blob_of(head->previous), storage::Blob{head->signature}});
  }
  return true;
}

}  // namespace temujanji::audit
