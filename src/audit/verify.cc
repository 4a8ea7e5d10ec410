#include "audit/verify.h"

#include <algorithm>

#include "audit/store.h"
#include "audit/verify_heads.h"

namespace temujanji::audit {
namespace {

constexpr int kSliceRows = 4096;
constexpr int kPagesAtOnce = 32;
/// Their signatures are what takes time.
constexpr std::int64_t kHeadsQuickly = 500;

std::string name_of(const RowKey& row) {
  const Source* source = find_source(row.tag);
  const std::string table =
      source == nullptr ? "row of the unknown table " + std::to_string(row.tag) : std::string(source->table);
  return table + ' ' + std::to_string(row.id);
}

std::string as_leaf(std::uint64_t index) {
  return "leaf " + std::to_string(index);
}

/// Computes the tree anew from its pages, up to the size it had when the walk began.
class TreeWalk {
 public:
  TreeWalk(storage::Connection& connection, const State& state, HeadWalk& heads, Problems& problems)
      : connection_(connection), state_(state), heads_(heads), problems_(problems) {}

  /// Whether it came to the end.
  bool run(const std::function<bool()>& go_on) {
    heads_.compare_with(tree_);
    std::vector<Page> pages;
    do {
      if (!go_on()) return false;
      pages = list_pages(connection_, next_page_, kPagesAtOnce);
      for (const Page& page : pages) take(page);
    } while (!pages.empty() && is_whole_ && tree_.size() < state_.size);
    if (is_whole_ && tree_.size() < state_.size) {
      problems_.note("the tree has " + std::to_string(tree_.size()) + " leaves instead of " +
                     std::to_string(state_.size));
    }
    look_behind_the_end();
    return true;
  }

 private:
  void take(const Page& page) {
    if (!is_whole_ || tree_.size() >= state_.size) return;
    const std::string name = "page " + std::to_string(page.number);
    if (page.number != next_page_) {
      is_whole_ = false;
      return problems_.note("page " + std::to_string(next_page_) + " is missing");
    }
    const std::uint64_t wanted = std::min(kPageLeaves, state_.size - tree_.size());
    if (page.leaves.size() % kLeafBytes != 0 || page.size() < wanted || page.size() > kPageLeaves) {
      is_whole_ = false;
      return problems_.note(name + " has lost leaves or gained some");
    }
    std::int64_t first_id = kHighestId, last_id = kLowestId;
    for (std::size_t i = 0; i < page.size(); ++i) {
      const Leaf leaf = page.leaf(i);
      first_id = std::min(first_id, leaf.row.id);
      last_id = std::max(last_id, leaf.row.id);
      if (i < wanted) append(leaf.hash);
    }
    if (first_id != page.first_id || last_id != page.last_id)
      problems_.note(name + " says that it has other rows than it has");
    ++next_page_;
  }

  void append(const Hash& leaf) {
    tree_.append(leaf, [this](int level, std::uint64_t number, const Hash& hash) {
      if (level < kPageLevel || find_node(connection_, level - kPageLevel, number) == hash) return;
      const std::uint64_t leaves = std::uint64_t{1} << level;
      problems_.note("leaves " + std::to_string(number * leaves) + " to " +
                     std::to_string((number + 1) * leaves - 1) + " are not those their node was made of");
    });
    heads_.compare_with(tree_);
  }

  /// The pages are read before the size, so that they cannot have grown beyond it meanwhile.
  void look_behind_the_end() {
    const auto last = find_last_page(connection_);
    const std::uint64_t size =
        last ? static_cast<std::uint64_t>(last->number) * kPageLeaves + last->size() : 0;
    if (size > find_state(connection_).size) problems_.note("there are leaves behind the end of the tree");
  }

  storage::Connection& connection_;
  const State state_;
  HeadWalk& heads_;
  Problems& problems_;
  Frontier tree_;
  std::int64_t next_page_ = 0;
  bool is_whole_ = true;
};

/// A row as it is now.
struct FoundRow {
  RowKey row;
  Hash hash;
  base::Instant at;
};

std::vector<FoundRow> read_rows(storage::Connection& connection, std::int64_t from, std::int64_t to) {
  std::vector<FoundRow> found;
  for (const Source& source : sources()) {
    const auto at = std::ranges::find(source.columns, "at", &Column::name) - source.columns.begin();
    visit_rows(connection, source, from, to, [&](const storage::Rows& row) {
      found.push_back({{row.integer(0), source.tag},
                       hash_leaf(content_of(source, row)),
                       row.instant(static_cast<int>(at))});
    });
  }
  std::ranges::sort(found, {}, &FoundRow::row);
  return found;
}

/// Notes leaves of the same row and gives one of each.
std::vector<SealedRow> each_once(std::vector<SealedRow> sealed, Problems& problems) {
  for (std::size_t i = 1; i < sealed.size(); ++i) {
    if (sealed[i].row != sealed[i - 1].row) continue;
    problems.note(name_of(sealed[i].row) + " stands twice in the tree, as " + as_leaf(sealed[i - 1].index) +
                  " and " + as_leaf(sealed[i].index));
  }
  const auto is_same = [](const SealedRow& one, const SealedRow& other) { return one.row == other.row; };
  sealed.erase(std::unique(sealed.begin(), sealed.end(), is_same), sealed.end());
  return sealed;
}

/// Compares rows and leaves, both in order and each once.
void compare(const std::vector<FoundRow>& rows, const std::vector<SealedRow>& sealed, base::Instant now,
             Problems& problems) {
  auto row = rows.begin();
  auto leaf = sealed.begin();
  while (row != rows.end() || leaf != sealed.end()) {
    if (row == rows.end() || (leaf != sealed.end() && leaf->row < row->row)) {
      problems.note(name_of(leaf->row) + " is missing; it was " + as_leaf(leaf->index));
      ++leaf;
    } else if (leaf == sealed.end() || row->row < leaf->row) {
      if (row->at + kSealedWithin < now)
        problems.note(name_of(row->row) + " is not in the tree, although it is older than a minute");
      ++row;
    } else {
      if (row->hash != leaf->hash)
        problems.note(name_of(row->row) + " was edited; it is " + as_leaf(leaf->index));
      ++row;
      ++leaf;
    }
  }
}

/// Every row with its leaf, and every leaf with its row. Leaves are read before rows, so that each must have
/// its row. Whether it came to the end.
bool compare_rows(storage::Connection& connection, base::Instant now, const std::function<bool()>& go_on,
                  Problems& problems) {
  for (std::int64_t from = kLowestId; go_on();) {
    const std::int64_t to = list_rows(connection, from, kHighestId, kSliceRows).to;
    const auto sealed = each_once(list_sealed(connection, from, to), problems);
    compare(read_rows(connection, from, to), sealed, now, problems);
    if (to == kHighestId) return true;
    from = to + 1;
  }
  return false;
}

bool is_there(storage::Connection& connection, const RowKey& row) {
  const Slice slice = list_rows(connection, row.id, row.id, 1);
  return std::ranges::find(slice.rows, row) != slice.rows.end();
}

/// Only that rows and leaves are there. An id tells when its row was written.
void count_rows(storage::Connection& connection, base::Instant now, Problems& problems) {
  const std::int64_t young = base::lowest_id_at(now - kSealedWithin);
  for (std::int64_t from = kLowestId;;) {
    const Slice slice = list_rows(connection, from, kHighestId, kSliceRows);
    for (const RowKey& row : list_unsealed(connection, slice)) {
      if (row.id < young)
        problems.note(name_of(row) + " is not in the tree, although it is older than a minute");
    }
    for (const SealedRow& leaf : each_once(list_sealed(connection, from, slice.to), problems)) {
      if (std::ranges::binary_search(slice.rows, leaf.row) || is_there(connection, leaf.row)) continue;
      problems.note(name_of(leaf.row) + " is missing; it was " + as_leaf(leaf.index));
    }
    if (slice.to == kHighestId) return;
    from = slice.to + 1;
  }
}

}  // namespace

Verification verify(storage::Connection& connection, base::Instant now, std::string_view public_key,
                    const std::vector<HeadsFile>& witnesses, const std::function<bool()>& go_on) {
  Verification verification;
  const State state = find_state(connection);
  verification.size = state.size;
  verification.heads = state.heads;
  Problems& problems = verification.problems;
  HeadWalk heads(connection, state, public_key, 1, problems);
  verification.whole = TreeWalk(connection, state, heads, problems).run(go_on);
  if (!verification.whole) return verification;
  verification.last_head = heads.finish();
  verification.whole = compare_rows(connection, now, go_on, problems);
  if (!verification.whole) return verification;
  for (const HeadsFile& witness : witnesses) {
    const auto lines = compare_witness(connection, witness, public_key, go_on, problems);
    verification.whole = lines.has_value();
    if (!lines) return verification;
    verification.witnessed += *lines;
  }
  return verification;
}

Problems verify_quickly(storage::Connection& connection, base::Instant now, std::string_view public_key) {
  Problems problems;
  const State state = find_state(connection);
  HeadWalk heads(connection, state, public_key, std::max<std::int64_t>(1, state.heads - kHeadsQuickly + 1),
                 problems);
  heads.finish();
  count_rows(connection, now, problems);
  return problems;
}

}  // namespace temujanji::audit
