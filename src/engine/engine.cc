#include "engine/engine.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/log.h"

namespace temujanji::engine {

class Engine::Impl {
 public:
  Impl(storage::Database& database, const base::Clock& clock, base::IdSource& ids, Options options)
      : clock_(clock), ids_(ids), options_(options), connection_(database.connect(storage::Access::write)) {
    writer_ = std::thread([this] { write(); });
  }

  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

  void enqueue(Job& job) {
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_ || waiting_.size() >= options_.queue_max) {
        ++refused_full_;
        throw base::Overloaded(stopping_ ? "the program is stopping" : "too many changes are waiting");
      }
      waiting_.push_back(&job);
    }
    wake_.notify_one();
  }

  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (writer_.joinable()) writer_.join();
  }

  EngineFigures figures() const {
    const std::scoped_lock lock(mutex_);
    return {commands_, batches_, replays_, refused_full_, faults_, waiting_.size()};
  }

 private:
  void write() {
    std::vector<Job*> batch;
    while (take(batch)) write_batch(batch);
  }

  /// Everything that waits, up to the bound; without a linger timer batches find their own size.
  bool take(std::vector<Job*>& batch) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.batch_max));
    batch.assign(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return !batch.empty();
  }

  void write_batch(const std::vector<Job*>& batch) {
    try {
      commit(batch);
    } catch (const std::exception& fault) {
      if (batch.size() == 1 || !applying_) return fail(batch, fault);
      base::log_warning("batch_replayed", {{"commands", batch.size()}, {"fault", base::describe(fault)}});
      ++replays_;
      replay(batch);
    }
  }

  void replay(std::span<Job* const> batch) {
    while (!batch.empty()) {
      std::size_t over = 1;
      try {
        commit(batch.first(1));
      } catch (const std::exception& fault) {
        // A database that lets no transaction begin or stand would keep each of the others waiting in turn.
        if (!applying_) over = batch.size();
        fail(batch.first(over), fault);
      }
      batch = batch.subspan(over);
    }
  }

  void fail(std::span<Job* const> jobs, const std::exception& fault) {
    faults_ += jobs.size();
    const std::string text = base::describe(fault);
    base::log_error("command_failed", {{"commands", jobs.size()}, {"fault", text}});
    for (Job* job : jobs) job->failed(std::make_exception_ptr(base::Fault(text)));
  }

  void commit(std::span<Job* const> batch) {
    events_.clear();
    applying_ = false;
    {
      storage::Transaction transaction(*connection_);
      Scope scope{transaction, clock_.now(), ids_, events_};
      applying_ = true;
      for (std::size_t first = 0; first < batch.size();) {
        const std::size_t size = group_size(batch.subspan(first));
        batch[first]->apply(scope, batch.subspan(first, size));
        first += size;
      }
      applying_ = false;
      transaction.commit();
    }
    ++batches_;
    commands_ += batch.size();
    tell_listeners();
    for (Job* job : batch) job->committed();
  }

  /// What stands must not look as if it had failed because somebody could not take the news in.
  void tell_listeners() {
    for (const Listener& listener : listeners_) {
      try {
        listener(events_);
      } catch (const std::exception& fault) {
        base::log_error("listener_failed", {{"fault", base::describe(fault)}});
      }
    }
  }

  /// How many jobs at the head are decided together.
  static std::size_t group_size(std::span<Job* const> jobs) {
    const void* key = jobs.front()->group();
    if (key == nullptr) return 1;
    const auto other = std::ranges::find_if(jobs, [&](const Job* job) { return job->group() != key; });
    return static_cast<std::size_t>(other - jobs.begin());
  }

  const base::Clock& clock_;
  base::IdSource& ids_;
  const Options options_;
  std::unique_ptr<storage::Connection> connection_;
  std::vector<Listener> listeners_;
  Events events_;
  /// Whether a fault came from a command; else it is the database's and concerns all of them.
  bool applying_ = false;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> waiting_;
  bool stopping_ = false;

  std::atomic<std::uint64_t> commands_{0};
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> replays_{0};
  std::atomic<std::uint64_t> refused_full_{0};
  std::atomic<std::uint64_t> faults_{0};
  std::thread writer_;
};

Engine::Engine(storage::Database& database, const base::Clock& clock, base::IdSource& ids, Options options)
    : impl_(std::make_unique<Impl>(database, clock, ids, options)) {}
Engine::~Engine() {
  stop();
}
void Engine::listen(Listener listener) {
  impl_->listen(std::move(listener));
}
void Engine::enqueue(Job& job) {
  impl_->enqueue(job);
}
void Engine::stop() {
  impl_->stop();
}
EngineFigures Engine::figures() const {
  return impl_->figures();
}

}  // namespace temujanji::engine
