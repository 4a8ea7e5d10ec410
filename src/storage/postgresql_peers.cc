#include "storage/postgresql_peers.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/check.h"
#include "base/log.h"
#include "base/text.h"
#include "storage/postgresql.sql.h"
#include "storage/postgresql_values.h"

namespace temujanji::storage {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kLookEvery = 1s;
constexpr auto kKeepEvery = 20s;
constexpr auto kTryAgainAfter = 500ms;
/// What several batches changed travels together.
constexpr auto kGatherFor = 15ms;
/// Texts that wait for a database that is away; then they are dropped, and the others told that there is a
/// gap.
constexpr std::size_t kWaitingMax = 4096;
/// NOTIFY takes texts below 8,000 bytes.
constexpr std::size_t kTextMax = 7900;
/// Topic of what only this class reads.
constexpr char kToldAll = '.';
constexpr char kMissed = '!';

/// Tells that something is not told.
std::string missed(const Place::Held& held) {
  return kMissed + std::to_string(held.number) + ' ';
}

}  // namespace

PostgresqlPeers::PostgresqlPeers(std::string url, Role role, std::shared_ptr<Place> place)
    : url_(std::move(url)), place_(std::move(place)) {
  PostgresqlConnection(url_, Access::write, {}, place_).join();
  if (role == Role::helper) return;
  try {
    begin();
  } catch (...) {
    leave();
    throw;
  }
}

PostgresqlPeers::~PostgresqlPeers() {
  stopping_ = true;
  if (thread_.joinable()) {
    eventfd_write(wake_.file, 1);
    thread_.join();
  }
  leave();
}

PostgresqlPeers::Wake::~Wake() {
  if (file >= 0) ::close(file);
}

void PostgresqlPeers::begin() {
  wake_.file = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  CHECK(wake_.file >= 0);
  open_link();
  thread_ = std::thread([this] { run(); });
}

void PostgresqlPeers::leave() noexcept {
  try {
    PostgresqlConnection(url_, Access::write, {}, place_).leave();
  } catch (const std::exception& fault) {
    // The number comes free when nobody has seen this process for a while.
    base::log_warning("not_left", {{"fault", base::describe(fault)}});
  }
}

void PostgresqlPeers::tell(char topic, std::string text) {
  if (wake_.file < 0) return;
  const auto held = place_->held();
  if (!held) return;
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= kWaitingMax) waiting_ = {missed(*held)};
    const std::string head = topic + std::to_string(held->number) + ' ';
    const auto same = std::ranges::find_if(waiting_.rbegin(), waiting_.rend(),
                                           [&](const std::string& other) { return other.starts_with(head); });
    if (same != waiting_.rend() && same->size() + text.size() < kTextMax) {
      *same += ' ' + text;
    } else {
      waiting_.push_back(head + text);
    }
  }
  eventfd_write(wake_.file, 1);
}

void PostgresqlPeers::told_all(std::int64_t number) {
  tell(kToldAll, std::to_string(number));
}

void PostgresqlPeers::listen(char topic, OnText on_text) {
  const std::scoped_lock lock(mutex_);
  listeners_.erase(topic);
  if (on_text) listeners_[topic] = std::move(on_text);
}

void PostgresqlPeers::listen_for_gaps(char topic, std::function<void()> on_gap) {
  const std::scoped_lock lock(mutex_);
  gap_listeners_.erase(topic);
  if (on_gap) gap_listeners_[topic] = std::move(on_gap);
}

/// Under the lock, so that a listener that left is not called any more.
void PostgresqlPeers::tell_of_gap() {
  for (const auto& [topic, on_gap] : gap_listeners_) on_gap();
}

void PostgresqlPeers::run() {
  pthread_setname_np(pthread_self(), "peers");
  while (!stopping_) {
    try {
      if (PQstatus(link_.get()) != CONNECTION_OK) open_link();
      work();
      wait();
    } catch (const std::exception& fault) {
      base::log_warning("peers_not_reached", {{"fault", base::describe(fault)}});
      link_.reset();
      if (!stopping_) std::this_thread::sleep_for(kTryAgainAfter);
    }
  }
}

/// Listens from now on; what was told before counts as missed.
void PostgresqlPeers::open_link() {
  link_ = connect_postgresql(url_, Access::write, "temujanji notices");
  run_command(link_.get(), "SET synchronous_commit = off; LISTEN temujanji", "listening to other processes");
  others_.clear();
  look_for_gaps();
  for (auto& [number, other] : others_) other.heard = other.seen;
  // Nobody was heard before; all that stands counts as missed.
  const std::scoped_lock lock(mutex_);
  tell_of_gap();
}

void PostgresqlPeers::work() {
  send_waiting();
  read_notices();
  const auto now = SteadyClock::now();
  if (now >= next_look_) {
    next_look_ = now + kLookEvery;
    look_for_gaps();
  }
  if (now >= next_keep_) {
    next_keep_ = now + kKeepEvery;
    keep_number();
  }
}

/// What could not be sent is sent again; the receivers do not mind hearing it twice. What PostgreSQL refuses
/// would be refused again; instead the receivers are told that there is a gap.
void PostgresqlPeers::send_waiting() {
  {
    const std::scoped_lock lock(mutex_);
    if (sending_.empty()) sending_.swap(waiting_);
  }
  if (sending_.empty()) return;
  constexpr std::array<Oid, 1> kTypes = {kTextArrayType};
  ParameterRows texts;
  for (const std::string& text : sending_) texts.add({text});
  const BoundArrays bound(texts, kTypes);
  const std::string sql(sql::kNotify.postgresql);
  const Result told(PQexecParams(link_.get(), sql.c_str(), bound.count(), kTypes.data(), bound.values(),
                                 bound.lengths(), bound.formats(), 1));
  try {
    check_result(told, "telling other processes");
  } catch (const PassingFault&) {
    throw;
  } catch (const base::Fault& fault) {
    base::log_warning("others_not_told", {{"texts", sending_.size()}, {"fault", base::describe(fault)}});
    const auto held = place_->held();
    const bool again = held && sending_ != std::vector{missed(*held)};
    sending_.clear();
    if (again) sending_.push_back(missed(*held));
    return;
  }
  sending_.clear();
  std::this_thread::sleep_for(kGatherFor);
}

void PostgresqlPeers::read_notices() {
  if (PQconsumeInput(link_.get()) != 1) throw PassingFault("the connection to the database is lost");
  struct Free {
    void operator()(PGnotify* notice) const { PQfreemem(notice); }
  };
  while (const std::unique_ptr<PGnotify, Free> notice{PQnotifies(link_.get())}) {
    if (notice->be_pid != PQbackendPID(link_.get())) hear(notice->extra);
  }
}

void PostgresqlPeers::hear(std::string_view text) {
  const std::size_t space = text.find(' ');
  const auto from = text.empty() ? std::nullopt : base::parse_number<int>(text.substr(1, space - 1));
  if (!from || space == text.npos) return;
  const std::string_view content = text.substr(space + 1);
  if (text.front() == kToldAll) {
    std::int64_t& heard = others_[*from].heard;
    for (const std::string_view number : base::split(content, ' '))
      heard = std::max(heard, base::parse_number<std::int64_t>(number).value_or(0));
    return;
  }
  const std::scoped_lock lock(mutex_);
  if (text.front() == kMissed) tell_of_gap();
  if (const auto listener = listeners_.find(text.front()); listener != listeners_.end())
    listener->second(content);
}

/// A transaction that stood a look ago and that nobody has told of by now was missed.
void PostgresqlPeers::look_for_gaps() {
  const std::string sql(sql::kListProcesses.postgresql);
  const Result rows(PQexecParams(link_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
  check_result(rows, "looking for other processes");
  const auto held = place_->held();
  bool gap = false;
  std::map<int, Other> present;
  for (int row = 0; row < PQntuples(rows.get()); ++row) {
    const int number = static_cast<int>(integer_of(rows.get(), row, 0));
    const std::int64_t batch = integer_of(rows.get(), row, 1);
    if (held && held->number == number) continue;
    const auto known = others_.find(number);
    Other other = known == others_.end() ? Other{} : known->second;
    if (other.seen > other.heard) {
      gap = true;
      other.heard = batch;
    }
    other.seen = batch;
    present[number] = other;
  }
  others_ = std::move(present);
  const std::scoped_lock lock(mutex_);
  if (gap) tell_of_gap();
}

void PostgresqlPeers::keep_number() {
  const auto held = place_->held();
  if (!held) return;
  const BoundValues bound(std::array<Parameter, 2>{held->number, held->token});
  const std::string sql(sql::kFindAttempt.postgresql);
  check_result(Result(PQexecParams(link_.get(), sql.c_str(), bound.count(), nullptr, bound.values(),
                                   bound.lengths(), bound.formats(), 1)),
               "keeping this process's number");
}

/// Until there is something to send, something to read, or time for a look.
void PostgresqlPeers::wait() {
  std::array<pollfd, 2> files{pollfd{wake_.file, POLLIN, 0}, pollfd{PQsocket(link_.get()), POLLIN, 0}};
  const auto pause = std::chrono::ceil<std::chrono::milliseconds>(next_look_ - SteadyClock::now());
  poll(files.data(), files.size(), static_cast<int>(std::max<std::int64_t>(0, pause.count())));
  eventfd_t woken = 0;
  eventfd_read(wake_.file, &woken);
}

}  // namespace temujanji::storage
