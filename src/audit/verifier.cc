#include "audit/verifier.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "audit/store.h"
#include "base/log.h"

namespace temujanji::audit {
namespace {

constexpr int kNice = 10;
constexpr auto kLookEvery = std::chrono::minutes(1);
constexpr auto kDueAfter = std::chrono::hours(24);
/// Names what one process leads in.
constexpr std::int32_t kLead = 3;

}  // namespace

Verifier::Verifier(storage::Database& database, const base::Clock& clock, engine::Engine& engine,
                   std::string public_key, std::vector<HeadsFile> witnesses)
    : database_(database),
      clock_(clock),
      engine_(engine),
      public_key_(std::move(public_key)),
      witnesses_(std::move(witnesses)) {
  thread_ = std::thread([this] { run(); });
}

Verifier::~Verifier() {
  stop();
}

void Verifier::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Verifier::run() {
  pthread_setname_np(pthread_self(), "log verifier");
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  for (;;) {
    try {
      look();
    } catch (const std::exception& fault) {
      base::log_error("verification_failed", {{"fault", base::describe(fault)}});
    }
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) return;
  }
}

void Verifier::look() {
  if (connection_ == nullptr) connection_ = database_.connect(storage::Access::read);
  if (!connection_->lead(kLead) || find_state(*connection_).heads == 0) return;
  const auto found =
      verify_if_due(engine_, *connection_, clock_, public_key_, witnesses_, clock_.now() - kDueAfter, [this] {
        const std::scoped_lock lock(mutex_);
        return !stopping_;
      });
  if (!found) return;
  base::log_info("audit_log_verified", {{"size", found->size}, {"problems", found->problem_count}});
  for (const std::string& problem : found->problems)
    base::log_error("audit_log_damaged", {{"problem", problem}});
}

}  // namespace temujanji::audit
