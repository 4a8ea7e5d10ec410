#include "counter/changes.h"

#include "base/text.h"

namespace temujanji::counter {
namespace {

constexpr char kQueuesTopic = 'q';
constexpr std::size_t kTextMax = 6500;
constexpr std::size_t kNumberBytesMax = 21;
constexpr std::uint64_t kVersionsPerMilli = 1000;

/// Office ids separated by commas, as texts that `Peers::tell` takes.
std::vector<std::string> to_news(const std::vector<std::int64_t>& offices) {
  std::vector<std::string> texts;
  for (const std::int64_t office : offices) {
    if (texts.empty() || texts.back().size() + kNumberBytesMax > kTextMax) {
      texts.push_back(std::to_string(office));
    } else {
      texts.back() += ',' + std::to_string(office);
    }
  }
  return texts;
}

}  // namespace

Changes::Subscription::Subscription(Changes& changes, domain::OfficeId office, OnChange on_change)
    : changes_(changes), office_(office), on_change_(std::move(on_change)) {
  const std::scoped_lock lock(changes_.mutex_);
  changes_.subscriptions_.emplace(office_.value, this);
}

Changes::Subscription::~Subscription() {
  const std::scoped_lock lock(changes_.mutex_);
  auto [first, last] = changes_.subscriptions_.equal_range(office_.value);
  while (first->second != this) ++first;
  changes_.subscriptions_.erase(first);
}

Changes::Changes(const base::Clock& clock, engine::Engine& engine, storage::Peers* peers)
    : peers_(peers), base_(static_cast<std::uint64_t>(base::to_millis(clock.now())) * kVersionsPerMilli) {
  engine.listen([this](const engine::Events& events) { on_commit(events); });
  if (peers_ == nullptr) return;
  peers_->listen(kQueuesTopic, [this](std::string_view news) { hear(news); });
  peers_->listen_for_gaps(kQueuesTopic, [this] { raise_all(); });
}

Changes::~Changes() {
  if (peers_ == nullptr) return;
  peers_->listen(kQueuesTopic, {});
  peers_->listen_for_gaps(kQueuesTopic, {});
}

std::uint64_t Changes::version(domain::OfficeId office) const {
  const std::scoped_lock lock(mutex_);
  return version_of(office.value);
}

std::unique_ptr<Changes::Subscription> Changes::subscribe(domain::OfficeId office, OnChange on_change) {
  return std::unique_ptr<Subscription>(new Subscription(*this, office, std::move(on_change)));
}

std::uint64_t Changes::wait(domain::OfficeId office, std::uint64_t seen,
                            std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  raised_.wait_for(lock, at_most, [&] { return version_of(office.value) != seen; });
  return version_of(office.value);
}

void Changes::on_commit(const engine::Events& events) {
  if (events.queues.empty()) return;
  raise(events.queues);
  if (peers_ == nullptr) return;
  for (std::string& text : to_news(events.queues)) peers_->tell(kQueuesTopic, std::move(text));
}

void Changes::hear(std::string_view news) {
  std::vector<std::int64_t> offices;
  for (const std::string_view text : base::split(news, ' ')) {
    for (const std::string_view office : base::split(text, ','))
      if (const auto number = base::parse_number<std::int64_t>(office)) offices.push_back(*number);
  }
  raise(offices);
}

void Changes::raise(const std::vector<std::int64_t>& offices) {
  const std::scoped_lock lock(mutex_);
  for (const std::int64_t office : offices) {
    ++counts_[office];
    const auto [first, last] = subscriptions_.equal_range(office);
    for (auto one = first; one != last; ++one) one->second->on_change_();
  }
  raised_.notify_all();
}

void Changes::raise_all() {
  const std::scoped_lock lock(mutex_);
  ++base_;
  for (const auto& [office, subscription] : subscriptions_) subscription->on_change_();
  raised_.notify_all();
}

std::uint64_t Changes::version_of(std::int64_t office) const {
  const auto found = counts_.find(office);
  return base_ + (found == counts_.end() ? 0 : found->second);
}

}  // namespace temujanji::counter
