#include "features/housekeeping.h"

#include <pthread.h>

#include "appointments/bulk_cancel.h"
#include "appointments/settle_changes.h"
#include "appointments/settle_closures.h"
#include "appointments/settle_day_changes.h"
#include "appointments/sweep.h"
#include "base/log.h"
#include "catalogue/publish.h"
#include "counter/close_day.h"
#include "reports/keep_days.h"
#include "reports/weekly_mail.h"

namespace temujanji::features {
namespace {
constexpr auto kRound = std::chrono::seconds(1);
constexpr int kHoldsAtOnce = 500;
constexpr std::uint64_t kRoundsPerErasure = 600;
constexpr std::uint64_t kRoundsPerClosing = 60;
constexpr int kDaysAtOnce = 20;
constexpr std::int64_t kMillisPerHour = 3'600'000;
/// Names what one process leads in.
constexpr std::int32_t kLead = 1;

void log_settled(std::string_view event, const appointments::SettleReport& report) {
  if (report.causes == 0) return;
  base::log_info(event, {{"causes", report.causes},
                         {"displaced", report.displaced},
                         {"restored", report.restored},
                         {"holds", report.holds},
                         {"slots_removed", report.slots.removed + report.slots.withdrawn},
                         {"slots_created", report.slots.created + report.slots.changed}});
}
}  // namespace

Housekeeping::Housekeeping(storage::Database& database, const base::Clock& clock, base::IdSource& ids,
                           engine::Engine& engine, const catalogue::Live& live, audit::Sealer& sealer,
                           const base::Settings& settings)
    : database_(database),
      clock_(clock),
      ids_(ids),
      engine_(engine),
      live_(live),
      sealer_(sealer),
      settings_(settings) {
  thread_ = std::thread([this] { run(); });
}

Housekeeping::~Housekeeping() {
  stop();
}

void Housekeeping::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Housekeeping::run() {
  pthread_setname_np(pthread_self(), "caretaker");
  for (;;) {
    attempt("look", [this] { do_round(); });
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kRound, [this] { return stopping_; })) break;
  }
  attempt("seal", [this] { seal_the_rest(); });
}

/// So that what a stopped installation holds is sealed, up to the last event.
void Housekeeping::seal_the_rest() {
  if (connection_ != nullptr && connection_->lead(kLead))
    sealer_.round(*connection_, audit::Sealer::Heads::now);
}

void Housekeeping::do_round() {
  if (connection_ == nullptr) connection_ = database_.connect(storage::Access::read);
  if (!connection_->lead(kLead)) return sealer_.look(*connection_);
  attempt("expire_holds", [this] { expire_holds(); });
  attempt("settle_closures", [this] { settle_closures(); });
  attempt("cancel_approved", [this] { cancel_approved(); });
  attempt("settle_changes", [this] { settle_changes(); });
  attempt("seal", [this] { sealer_.round(*connection_); });
  attempt("publish", [this] { publish_if_due(); });
  if (rounds_ % kRoundsPerClosing == 0) attempt("close_days", [this] { close_days(); });
  if (has_days_to_count_ || rounds_ % kRoundsPerClosing == 0) attempt("count_days", [this] { count_days(); });
  if (rounds_ % kRoundsPerClosing == 0) {
    attempt("trim_changed_days", [this] { trim_changed_days(); });
    attempt("queue_weekly_letters", [this] { queue_weekly_letters(); });
    attempt("count_days_again", [this] { count_days_again(); });
  }
  if (rounds_ % kRoundsPerErasure == 0) attempt("erase_drafts", [this] { erase_drafts(); });
  ++rounds_;
}

/// A job that fails is tried again in the next round and keeps no other from its turn.
void Housekeeping::attempt(std::string_view job, const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& fault) {
    base::log_error("housekeeping_failed", {{"job", job}, {"fault", base::describe(fault)}});
  }
}

void Housekeeping::expire_holds() {
  for (int ended = kHoldsAtOnce; ended == kHoldsAtOnce;) {
    auto command = appointments::list_expired_holds(*connection_, clock_.now(), kHoldsAtOnce);
    if (command.slots.empty()) return;
    ended = engine_.run(std::move(command));
  }
}

void Housekeeping::erase_drafts() {
  engine_.run(appointments::EraseDrafts{std::chrono::hours(settings_.whole("hold.draft_hours"))});
}

void Housekeeping::close_days() {
  const counter::ClosedDay closed =
      counter::close_days(engine_, *connection_, *live_.catalogue(), clock_.now());
  if (closed.missed + closed.not_served + closed.tickets == 0) return;
  base::log_info("days_closed",
                 {{"missed", closed.missed}, {"not_served", closed.not_served}, {"tickets", closed.tickets}});
}

/// A few in each round, so that the other jobs have their turn where many days wait.
void Housekeeping::count_days() {
  has_days_to_count_ = false;
  const int counted = reports::count_days(engine_, *connection_, *live_.catalogue(), kDaysAtOnce);
  has_days_to_count_ = counted == kDaysAtOnce;
}

void Housekeeping::count_days_again() {
  reports::count_days_again(engine_, *connection_, *live_.catalogue(), clock_.now());
}

void Housekeeping::queue_weekly_letters() {
  const int queued = reports::queue_weekly_letters(engine_, *connection_, *live_.catalogue(), clock_.now());
  if (queued > 0) base::log_info("weekly_letters_queued", {{"letters", queued}});
}

bool Housekeeping::goes_on() {
  const std::scoped_lock lock(mutex_);
  return !stopping_;
}

void Housekeeping::settle_closures() {
  const int days = static_cast<int>(settings_.whole("publish.days"));
  const auto go_on = [this] { return goes_on(); };
  log_settled("closures_settled",
              appointments::settle_closures(engine_, *connection_, ids_, clock_, days, go_on));
  log_settled("day_changes_settled",
              appointments::settle_day_changes(engine_, *connection_, ids_, clock_, days, go_on));
}

void Housekeeping::settle_changes() {
  log_settled("changes_settled",
              appointments::settle_changes(engine_, *connection_, ids_, clock_,
                                           static_cast<int>(settings_.whole("publish.days")),
                                           [this] { return goes_on(); }));
}

void Housekeeping::trim_changed_days() {
  appointments::trim_changed_days(engine_, *connection_, ids_, *live_.catalogue(), clock_,
                                  static_cast<int>(settings_.whole("publish.days")));
}

void Housekeeping::cancel_approved() {
  const int cancelled = appointments::cancel_approved(engine_, *connection_, [this] { return goes_on(); });
  if (cancelled > 0) base::log_info("bulk_cancelled", {{"appointments", cancelled}});
}

/// Offices lie in several zones, so it looks whenever an hour begins; what is as it should be is passed over.
void Housekeeping::publish_if_due() {
  const std::int64_t hour = base::to_millis(clock_.now()) / kMillisPerHour;
  if (hour == published_hour_) return;
  const auto catalogue = catalogue::Catalogue::load(*connection_);
  const auto report = catalogue::publish_slots(engine_, *connection_, ids_, *catalogue, clock_.now(),
                                               static_cast<int>(settings_.whole("publish.days")));
  if (!report.outdated) published_hour_ = hour;
  if (!report.changed_anything()) return;
  base::log_info("slots_published", {{"created", report.created},
                                     {"changed", report.changed},
                                     {"removed", report.removed},
                                     {"withdrawn", report.withdrawn},
                                     {"kept_with_bookings", report.kept_with_bookings.size()}});
}

}  // namespace temujanji::features
