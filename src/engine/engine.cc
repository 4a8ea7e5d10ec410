#include "engine/engine.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/log.h"

namespace temujanji::engine {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// How long a batch waits for a database that is away; people wait with it.
constexpr auto kPatience = 5s;
/// A cluster that chooses a new primary may take this long.
constexpr auto kPatienceForUnknown = 60s;
/// A batch that wants more rows than these finds nobody who wants no other.
constexpr std::size_t kCrowdedRowsMax = 16;
constexpr std::chrono::milliseconds kFirstPause = 10ms;
constexpr std::chrono::milliseconds kPauseMax = 500ms;

}  // namespace

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
  struct Batch {
    std::vector<Job*> jobs;
    /// Whether others may still join; not where one of them has failed.
    bool open = true;
  };

  void write() {
    pthread_setname_np(pthread_self(), "writer");
    Batch batch;
    while (take(batch)) write_batch(batch);
  }

  /// Everything that waits, up to the bound; without a linger timer batches find their own size.
  bool take(Batch& batch) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.batch_max));
    batch.jobs.assign(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return !batch.jobs.empty();
  }

  /// Adds to the batch what came while it waited and wants no row but those it has, or none; whether anything
  /// did. What wants none would else be a batch of its own before the next turn.
  bool let_join(Batch& batch, std::span<const std::int64_t> rows) {
    const std::scoped_lock lock(mutex_);
    return std::erase_if(waiting_, [&](Job* job) {
             if (batch.jobs.size() >= options_.batch_max) return false;
             Claims claims;
             job->claim(claims);
             const bool joins = std::ranges::all_of(
                 claims.rows, [&](std::int64_t row) { return std::ranges::binary_search(rows, row); });
             if (joins) batch.jobs.push_back(job);
             return joins;
           }) > 0;
  }

  void write_batch(Batch& batch) {
    try {
      commit_patiently(batch);
    } catch (const std::exception& fault) {
      const std::span<Job* const> jobs = batch.jobs;
      if (jobs.size() == 1 || !is_of_a_command(fault)) return fail(jobs, fault);
      base::log_warning("batch_split", {{"commands", jobs.size()}, {"fault", base::describe(fault)}});
      ++replays_;
      for (const std::span half : {jobs.first(jobs.size() / 2), jobs.subspan(jobs.size() / 2)}) {
        Batch replayed{{half.begin(), half.end()}, false};
        write_batch(replayed);
      }
    }
  }

  /// A database that lets no transaction begin or stand would keep each of the others waiting in turn.
  bool is_of_a_command(const std::exception& fault) const {
    if (dynamic_cast<const storage::UnknownCommit*>(&fault) != nullptr) return false;
    if (dynamic_cast<const storage::PassingFault*>(&fault) != nullptr) return false;
    return applying_ || dynamic_cast<const storage::ConstraintFault*>(&fault) != nullptr;
  }

  /// Tries again what a moment may mend. Once the database has been away for longer, each batch has one try.
  void commit_patiently(Batch& batch) {
    const auto begun = SteadyClock::now();
    for (auto pause = kFirstPause;; pause = std::min(2 * pause, kPauseMax)) {
      try {
        commit(batch);
        away_ = false;
        return;
      } catch (const storage::UnknownCommit& fault) {
        base::log_warning("commit_unknown", {{"commands", batch.jobs.size()}, {"fault", fault.what()}});
        if (const std::int64_t number = find_out_commit(); number != 0) {
          events_.number = number;
          return settle(batch.jobs);
        }
      } catch (const storage::PassingFault& fault) {
        base::log_warning("batch_begins_again", {{"commands", batch.jobs.size()}, {"fault", fault.what()}});
        if (away_ || SteadyClock::now() - begun > kPatience) {
          away_ = true;
          throw;
        }
        std::this_thread::sleep_for(pause);
      }
      ++replays_;
    }
  }

  /// The number of a transaction whose COMMIT had no answer if it stands, else 0. Whoever waits for it waits
  /// until that is known: to be told the wrong thing would be worse. Nobody waits with them for longer than
  /// for any absent database. Throws Fault where it cannot be known.
  std::int64_t find_out_commit() {
    const auto begun = SteadyClock::now();
    for (;;) {
      try {
        const std::int64_t number = connection_->find_out_commit();
        base::log_info("commit_found_out", {{"stands", number != 0 ? "yes" : "no"}});
        return number;
      } catch (const storage::PassingFault& fault) {
        const auto waited = SteadyClock::now() - begun;
        if (waited > kPatienceForUnknown) throw;
        if (waited > kPatience) turn_away(fault);
      }
      std::this_thread::sleep_for(kPauseMax);
    }
  }

  /// Fails what has come since and was not begun.
  void turn_away(const std::exception& fault) {
    std::vector<Job*> jobs;
    {
      const std::scoped_lock lock(mutex_);
      jobs.assign(waiting_.begin(), waiting_.end());
      waiting_.clear();
    }
    if (!jobs.empty()) fail(jobs, fault);
  }

  void fail(std::span<Job* const> jobs, const std::exception& fault) {
    faults_ += jobs.size();
    const std::string text = base::describe(fault);
    base::log_error("command_failed", {{"commands", jobs.size()}, {"fault", text}});
    for (Job* job : jobs) job->failed(std::make_exception_ptr(base::Fault(text)));
  }

  void commit(Batch& batch) {
    events_.clear();
    applying_ = false;
    {
      storage::Transaction transaction(*connection_);
      if (connection_->is_shared()) claim(batch);
      Scope scope{transaction, clock_.now(), ids_, events_};
      applying_ = true;
      for (std::vector<Job*>& group : in_groups(batch.jobs)) group.front()->apply(scope, group);
      applying_ = false;
      events_.number = transaction.commit();
      crowded_ = connection_->has_waited();
    }
    settle(batch.jobs);
  }

  /// Claims everything the batch will change. Where processes wait for each other, whoever's turn it is takes
  /// along what came meanwhile; their batches would be small otherwise.
  void claim(Batch& batch) {
    Claims claims = claims_of(batch.jobs);
    connection_->claim(claims.rows);
    if (crowded_ && batch.open && claims.rows.size() <= kCrowdedRowsMax) {
      connection_->read_answers();
      if (let_join(batch, claims.rows)) claims = claims_of(batch.jobs);
    }
    connection_->claim(claims.persons);
  }

  /// Tells everybody that the batch stands.
  void settle(std::span<Job* const> batch) {
    ++batches_;
    commands_ += batch.size();
    tell_listeners();
    for (Job* job : batch) job->committed();
  }

  /// Each sorted and once.
  static Claims claims_of(std::span<Job* const> jobs) {
    Claims claims;
    for (const Job* job : jobs) job->claim(claims);
    for (std::vector<std::int64_t>* numbers : {&claims.rows, &claims.persons}) {
      std::ranges::sort(*numbers);
      numbers->erase(std::unique(numbers->begin(), numbers->end()), numbers->end());
    }
    return claims;
  }

  /// The batch in order, save that jobs of one group stand together. Whoever waits in the same batch asked
  /// before anyone of it was answered, so every order is one they could have arrived in.
  static std::vector<std::vector<Job*>> in_groups(std::span<Job* const> batch) {
    std::vector<std::vector<Job*>> groups;
    std::unordered_map<const void*, std::size_t> places;
    for (Job* job : batch) {
      const void* key = job->group();
      const auto known = key == nullptr ? places.end() : places.find(key);
      if (known != places.end()) {
        groups[known->second].push_back(job);
        continue;
      }
      if (key != nullptr) places[key] = groups.size();
      groups.push_back({job});
    }
    return groups;
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

  const base::Clock& clock_;
  base::IdSource& ids_;
  const Options options_;
  std::unique_ptr<storage::Connection> connection_;
  std::vector<Listener> listeners_;
  Events events_;
  /// Whether a fault came from a command; else it is the database's and concerns all of them.
  bool applying_ = false;
  /// Another process wanted the same rows as the batch before.
  bool crowded_ = false;
  /// The database was away for longer than anybody should wait.
  bool away_ = false;

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
