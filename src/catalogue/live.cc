#include "catalogue/live.h"

#include <pthread.h>

#include "base/log.h"
#include "base/text.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/news.h"

namespace temujanji::catalogue {
namespace {

/// While another process publishes, the revision rises with each of its many transactions; reading again each
/// time would take a processor.
constexpr std::chrono::milliseconds kBetweenReloads{150};

/// An import may be committed between two of the statements that read the catalogue.
constexpr int kReadAgainMax = 5;

constexpr char kSeatsTopic = 's';

}  // namespace

Live::Live(storage::Database& database, const base::Clock& clock, engine::Engine& engine, Options options)
    : database_(database),
      clock_(clock),
      options_(options),
      connection_(database_.connect(storage::Access::read)) {
  engine.listen([this](const engine::Events& events) { on_commit(events); });
  if (options_.peers != nullptr) {
    options_.peers->listen(kSeatsTopic, [this](std::string_view news) { hear(news); });
    options_.peers->listen_for_gaps(kSeatsTopic, [this] { wake(true); });
  }
  reload(What::everything);
  keeper_ = std::thread([this] { keep_up(); });
}

Live::~Live() {
  if (options_.peers != nullptr) {
    options_.peers->listen(kSeatsTopic, {});
    options_.peers->listen_for_gaps(kSeatsTopic, {});
  }
  {
    const std::scoped_lock lock(wake_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  keeper_.join();
}

std::shared_ptr<const Catalogue> Live::catalogue() const {
  const std::scoped_lock lock(catalogue_mutex_);
  return catalogue_;
}

std::uint64_t Live::catalogue_version() const {
  const std::scoped_lock lock(catalogue_mutex_);
  return catalogue_version_;
}

void Live::on_commit(const engine::Events& events) {
  board_.apply(events);
  tell_others(events);
  if (events.catalogue_changed || events.slots_published) wake(false);
}

void Live::tell_others(const engine::Events& events) {
  if (options_.peers == nullptr || events.number == 0) return;
  for (std::string& text : to_news(events)) options_.peers->tell(kSeatsTopic, std::move(text));
  options_.peers->told_all(events.number);
}

void Live::hear(std::string_view news) {
  for (const std::string_view text : base::split(news, ' ')) {
    if (const auto events = from_news(text)) board_.apply(*events);
  }
}

void Live::wake(bool missed) {
  {
    const std::scoped_lock lock(wake_mutex_);
    woken_ = true;
    missed_ = missed_ || missed;
  }
  wake_.notify_all();
}

void Live::keep_up() {
  pthread_setname_np(pthread_self(), "board keeper");
  auto next_full = std::chrono::steady_clock::now() + options_.full_reload;
  for (;;) {
    bool missed = false;
    {
      std::unique_lock lock(wake_mutex_);
      wake_.wait_for(lock, options_.poll, [this] { return woken_ || stopping_; });
      if (woken_) wake_.wait_for(lock, kBetweenReloads, [this] { return stopping_; });
      if (stopping_) return;
      woken_ = false;
      missed = std::exchange(missed_, false);
    }
    const bool full = std::chrono::steady_clock::now() >= next_full;
    if (full) next_full = std::chrono::steady_clock::now() + options_.full_reload;
    try {
      reload(full ? What::everything : missed ? What::seats : What::changed);
    } catch (const std::exception& fault) {
      if (missed) wake(true);
      // The pages go on with what they have; the next look is a second away.
      base::log_error("reload_failed", {{"fault", base::describe(fault)}});
    }
  }
}

Live::Revisions Live::read_revisions() {
  const auto read = [this](const char* name) {
    auto rows = connection_->query(sql::kFindRevision, {name});
    return rows.next() ? rows.integer(0) : 0;
  };
  const std::int64_t catalogue = read("catalogue");
  return {catalogue, read("slots")};
}

void Live::reload(What what) {
  const std::scoped_lock lock(reload_mutex_);
  const bool everything = what == What::everything;
  // The revisions are read first: what changes while reading is then seen as a change again.
  const Revisions now = read_revisions();
  if (everything || now.catalogue != seen_.catalogue) reload_catalogue();
  if (what != What::changed || now.slots != seen_.slots) {
    board_.load(*connection_, clock_.now());
    seen_.slots = now.slots;
  }
}

void Live::reload_catalogue() {
  std::int64_t revision = read_revisions().catalogue;
  std::shared_ptr<const Catalogue> fresh;
  for (int i = 0; i < kReadAgainMax; ++i) {
    fresh = Catalogue::load(*connection_);
    const std::int64_t after = read_revisions().catalogue;
    if (after == revision) break;
    revision = after;
  }
  seen_.catalogue = revision;
  const std::scoped_lock lock(catalogue_mutex_);
  catalogue_ = std::move(fresh);
  ++catalogue_version_;
}

}  // namespace temujanji::catalogue
