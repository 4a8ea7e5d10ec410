#include "audit/verify_heads.h"

#include <algorithm>

namespace temujanji::audit {
namespace {

constexpr int kHeadsAtOnce = 1000;

std::string name_of(std::int64_t head) {
  return "head " + std::to_string(head);
}

}  // namespace

const Head* HeadReader::find_from(std::int64_t number) {
  const auto find = [&] { return std::ranges::lower_bound(read_, number, {}, &Head::number); };
  if (read_.empty() || number < read_.front().number || number > read_.back().number)
    read_ = list_heads(connection_, number, kHeadsAtOnce);
  const auto found = find();
  return found == read_.end() ? nullptr : &*found;
}

HeadWalk::HeadWalk(storage::Connection& connection, const State& state, std::string_view public_key,
                   std::int64_t first, Problems& problems)
    : reader_(connection), state_(state), public_key_(public_key), problems_(problems), number_(first - 1) {
  if (first > 1) {
    const Head* before = reader_.find_from(number_);
    if (before != nullptr) before_ = *before;
  }
  step();
}

/// The next head; those that were signed since the walk began are none of it.
void HeadWalk::step() {
  ++number_;
  next_ = number_ <= state_.heads ? reader_.find_from(number_) : nullptr;
  if (next_ == nullptr || next_->number > state_.heads) {
    for (; number_ <= state_.heads; ++number_) problems_.note(name_of(number_) + " is missing");
    next_ = nullptr;
    return;
  }
  for (; number_ < next_->number; ++number_) problems_.note(name_of(number_) + " is missing");
}

void HeadWalk::compare_with(const Frontier& tree) {
  while (next_ != nullptr && next_->size <= tree.size()) {
    if (next_->size == tree.size()) compare_root(tree);
    look_at_signature_and_order();
  }
}

/// After a changed leaf no root is right any more; the first that is not tells where it is.
void HeadWalk::compare_root(const Frontier& tree) {
  const bool is_right = next_->root == tree.root();
  if (!is_right && was_right_) {
    problems_.note(name_of(next_->number) + " has another root than the tree: something changed from leaf " +
                   std::to_string(right_until_) + " to " + std::to_string(next_->size - 1) +
                   ", or in the head");
  }
  was_right_ = is_right;
  if (is_right) right_until_ = next_->size;
}

void HeadWalk::look_at_signature_and_order() {
  if (!public_key_.empty() && !is_genuine(*next_, public_key_))
    problems_.note(name_of(next_->number) + ": its signature is not genuine");
  const bool follows = before_ ? next_->previous == hash_of(*before_) && next_->size > before_->size
                               : next_->previous == Hash{};
  // Behind a gap, which is told already, nothing can be said.
  const bool is_behind_gap = next_->number != (before_ ? before_->number + 1 : 1);
  if (!follows && !is_behind_gap) problems_.note(name_of(next_->number) + " does not follow the one before");
  before_ = *next_;
  step();
}

std::optional<Head> HeadWalk::finish() {
  while (next_ != nullptr) {
    if (next_->size > state_.size)
      problems_.note(name_of(next_->number) + " is of more leaves than there are");
    look_at_signature_and_order();
  }
  return before_;
}

std::optional<std::size_t> compare_witness(storage::Connection& connection, const HeadsFile& witness,
                                           std::string_view public_key, const std::function<bool()>& go_on,
                                           Problems& problems) {
  // Their signatures are what takes time.
  constexpr std::size_t kLinesBetweenAsking = 1000;
  HeadReader reader(connection);
  std::size_t lines = 0;
  bool goes_on = true;
  const std::string file = witness.path().filename().string();
  const auto compare = [&](std::size_t line, const std::optional<Head>& head) {
    const std::string place = "line " + std::to_string(line) + " of " + file;
    if (!head) return problems.note(place + " is not a head");
    if (!is_genuine(*head, public_key)) return problems.note(place + ": its signature is not genuine");
    const Head* kept = reader.find_from(head->number);
    if (kept != nullptr && *kept == *head) return;
    problems.note(name_of(head->number) + " with " + std::to_string(head->size) + " leaves, witnessed in " +
                  place +
                  (kept != nullptr && kept->number == head->number
                       ? ", is another one in the database: the log was written anew"
                       : ", is gone from the database: the log was cut off"));
  };
  witness.read([&](std::size_t line, const std::optional<Head>& head) {
    goes_on = lines % kLinesBetweenAsking != 0 || go_on();
    if (!goes_on) return false;
    ++lines;
    compare(line, head);
    return true;
  });
  if (!goes_on) return std::nullopt;
  return lines;
}

}  // namespace temujanji::audit
