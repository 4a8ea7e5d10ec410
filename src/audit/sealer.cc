#include "audit/sealer.h"

#include <algorithm>

#include "base/log.h"

namespace temujanji::audit {
namespace {

/// Somebody else let the tree grow; what was computed here is of no use.
class Overtaken {};

std::int64_t earlier(std::int64_t id, std::chrono::milliseconds by) {
  const std::int64_t ids =
      base::lowest_id_at(base::from_millis(0) + by) - base::lowest_id_at(base::from_millis(0));
  return id < kLowestId + ids ? kLowestId : id - ids;
}

}  // namespace

Sealer::Sealer(engine::Engine& engine, const base::Clock& clock, const base::KeyRing& keys, HeadsFile file,
               Options options)
    : engine_(engine), clock_(clock), keys_(keys), file_(std::move(file)), options_(options) {}

std::size_t Sealer::round(storage::Connection& reader, Heads heads) {
  try {
    // Before any page is read: what is found not to be in the tree is not in the tree of that state.
    if (!growth_ || growth_->state() != find_state(reader)) growth_ = Growth::load(reader);
    const std::int64_t now = base::lowest_id_at(clock_.now());
    const auto last = find_last_id(reader);
    const std::int64_t near = last ? earlier(std::min(*last, now), options_.near) : kLowestId;
    const std::int64_t recent = std::min(near, earlier(now, options_.recent));
    // Three stretches of ids without a row in common.
    std::size_t sealed = seal_new(reader, near);
    for (int i = 0; i < options_.recent_slices && near > recent; ++i) {
      sealed += seal_missed(reader, recent_cursor_, recent, near - 1);
      if (recent_cursor_ == recent) break;
    }
    if (recent > kLowestId) sealed += seal_missed(reader, whole_cursor_, kLowestId, recent - 1);
    sign_if_due(heads);
    note_figures();
    return sealed;
  } catch (const Overtaken&) {
    growth_.reset();
    return 0;
  } catch (...) {
    growth_.reset();
    throw;
  }
}

/// Everything from an id on.
std::size_t Sealer::seal_new(storage::Connection& reader, std::int64_t from) {
  std::size_t sealed = 0;
  while (sealed < options_.round_leaves) {
    const Slice slice = list_rows(reader, from, kHighestId, options_.slice_rows);
    sealed += seal(reader, slice);
    if (slice.to == kHighestId) break;
    from = slice.to + 1;
  }
  return sealed;
}

/// One slice of a stretch, through which the cursor goes round and round.
std::size_t Sealer::seal_missed(storage::Connection& reader, std::int64_t& cursor, std::int64_t from,
                                std::int64_t to) {
  if (cursor < from || cursor > to) cursor = from;
  const Slice slice = list_rows(reader, cursor, to, options_.slice_rows);
  cursor = slice.to >= to ? from : slice.to + 1;
  const std::size_t sealed = seal(reader, slice);
  if (sealed > 0) base::log_info("audit_sealed_late", {{"rows", sealed}});
  return sealed;
}

std::size_t Sealer::seal(storage::Connection& reader, const Slice& slice) {
  const std::vector<RowKey> unsealed = list_unsealed(reader, slice);
  if (unsealed.empty()) return 0;
  std::vector<Leaf> leaves;
  leaves.reserve(unsealed.size());
  for (const Source& source : sources()) {
    visit_rows(reader, source, unsealed.front().id, unsealed.back().id, [&](const storage::Rows& row) {
      const RowKey key{row.integer(0), source.tag};
      if (std::ranges::binary_search(unsealed, key))
        leaves.push_back({key, hash_leaf(content_of(source, row))});
    });
  }
  std::ranges::sort(leaves, {}, &Leaf::row);
  for (const Leaf& leaf : leaves) growth_->append(leaf);
  if (!write(growth_->take())) throw Overtaken();
  return leaves.size();
}

bool Sealer::is_head_due(Heads heads) const {
  const auto& last = growth_->last_head();
  if (growth_->size() == (last ? last->size : 0)) return false;
  if (heads == Heads::now || !last) return true;
  // A clock that was set back must not keep heads from being signed.
  const auto now = clock_.now();
  return now < last->at || now - last->at >= options_.head_every;
}

void Sealer::sign_if_due(Heads heads) {
  if (!is_head_due(heads)) return;
  Head head = growth_->next_head(clock_.now());
  head.signature = keys_.sign(text_of(head));
  if (!write(growth_->take(head))) throw Overtaken();
  // Behind COMMIT: a head in the file that the database never had would look like one taken away.
  file_.append(head);
}

bool Sealer::write(const Grow& grow) {
  if (!engine_.run(grow)) return false;
  growth_->note_written(grow);
  return true;
}

void Sealer::look(storage::Connection& reader) {
  size_ = find_state(reader).size;
  if (const auto head = find_last_head(reader)) head_at_ = base::to_millis(head->at);
}

void Sealer::note_figures() {
  size_ = growth_->size();
  if (growth_->last_head()) head_at_ = base::to_millis(growth_->last_head()->at);
}

LogFigures Sealer::figures() const {
  return {size_, base::from_millis(head_at_)};
}

}  // namespace temujanji::audit
