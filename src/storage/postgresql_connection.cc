#include "storage/postgresql_connection.h"

#include <thread>

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"
#include "storage/postgresql.sql.h"
#include "storage/postgresql_dialect.h"
#include "storage/postgresql_values.h"

namespace temujanji::storage {
namespace {

constexpr int kBinary = 1;
/// Statements under way without an answer read; what the server says of so many fits the socket.
constexpr std::size_t kPendingMax = 512;

const std::string kSchemaLockName = std::to_string(kLockClass) + ", " + std::to_string(kSchemaLock);

}  // namespace

void Place::hold(Held held) {
  const std::scoped_lock lock(mutex_);
  ids_.set_process(static_cast<std::uint8_t>(held.number));
  held_ = std::move(held);
}

void Place::drop() {
  const std::scoped_lock lock(mutex_);
  held_.reset();
}

std::optional<Place::Held> Place::held() const {
  const std::scoped_lock lock(mutex_);
  return held_;
}

PostgresqlStatement::PostgresqlStatement(const Statement& statement, std::size_t number)
    : statement_(statement),
      server_name_("s" + std::to_string(number)),
      sql_(statement.postgresql.empty() ? statement.sqlite : statement.postgresql) {}

void PostgresqlStatement::prepared(int generation, const PGresult* description) {
  generation_ = generation;
  parameter_types_.clear();
  for (int i = 0; i < PQnparams(description); ++i) parameter_types_.push_back(PQparamtype(description, i));
}

void PostgresqlStatement::take(Result result, PGconn* link) {
  result_ = std::move(result);
  stream_ = link;
  row_ = -1;
  busy_ = true;
}

std::int64_t PostgresqlStatement::changed() const {
  // A query's count is that of the rows it gave.
  if (std::string_view(PQcmdStatus(result_.get())).starts_with("SELECT")) return 0;
  return base::parse_number<std::int64_t>(PQcmdTuples(result_.get())).value_or(0);
}

bool PostgresqlStatement::next() {
  if (stream_ != nullptr) return next_of_stream();
  return ++row_ < PQntuples(result_.get());
}

bool PostgresqlStatement::next_of_stream() {
  result_.reset(PQgetResult(stream_));
  row_ = 0;
  if (PQresultStatus(result_.get()) == PGRES_SINGLE_TUPLE) return true;
  check_result(result_, statement_.name);
  return false;
}

std::int64_t PostgresqlStatement::integer(int column) const {
  return integer_of(result_.get(), row_, column);
}

std::string_view PostgresqlStatement::bytes(int column) const {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

void PostgresqlStatement::release() {
  result_.reset();
  if (stream_ != nullptr) {
    while (const Result rest{PQgetResult(stream_)}) {
    }
  }
  stream_ = nullptr;
  busy_ = false;
}

PostgresqlConnection::PostgresqlConnection(std::string url, Access access,
                                           std::chrono::microseconds sync_delay, std::shared_ptr<Place> place)
    : url_(std::move(url)), access_(access), sync_delay_(sync_delay), place_(std::move(place)) {
  ensure_connected();
}

Rows PostgresqlConnection::query(const Statement& statement, std::span<const Parameter> parameters) {
  return Rows(run(statement, parameters));
}

std::int64_t PostgresqlConnection::execute(const Statement& statement,
                                           std::span<const Parameter> parameters) {
  PostgresqlStatement& done = run(statement, parameters);
  const Rows rows(done);
  return done.changed();
}

Rows PostgresqlConnection::stream(const Statement& statement, std::span<const Parameter> parameters) {
  CHECK(!in_transaction_);
  ensure_connected();
  PostgresqlStatement& streamed = ready(statement);
  send(streamed, BoundValues(parameters));
  PQsetSingleRowMode(link_.get());
  streamed.take(nullptr, link_.get());
  return Rows(streamed);
}

void PostgresqlConnection::execute_each(const Statement& statement, const ParameterRows& parameters) {
  CHECK(in_transaction_);
  if (parameters.empty()) return;
  const PostgresqlStatement& sent = ready(statement);
  changed_ = true;
  if (!statement.postgresql.empty()) {
    send(sent, BoundArrays(parameters, sent.parameter_types()));
    pending_.push_back({sent.name()});
    return;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    send(sent, BoundValues(parameters.row(i)));
    pending_.push_back({sent.name()});
    if (pending_.size() >= kPendingMax) read_answers();
  }
}

void PostgresqlConnection::ask_each(const Statement& statement, const ParameterRows& parameters,
                                    Visit visit) {
  CHECK(in_transaction_);
  if (parameters.empty()) return;
  PostgresqlStatement& asked = ready(statement);
  send(asked, BoundArrays(parameters, asked.parameter_types()));
  pending_.push_back({asked.name(), &asked, std::move(visit)});
}

void PostgresqlConnection::read_answers() {
  if (pending_.empty()) return;
  send_sync();
  read_pending();
}

void PostgresqlConnection::run_script(std::string_view sql) {
  ensure_connected();
  // Scripts hold several statements, which cannot travel in a pipeline.
  const bool pipelined = is_pipelined();
  if (pipelined) {
    read_answers();
    read_to_sync();
    PQexitPipelineMode(link_.get());
  }
  run_command(link_.get(), as_postgresql(sql), "running a script");
  if (pipelined) PQenterPipelineMode(link_.get());
  changed_ = changed_ || in_transaction_;
}

PostgresqlStatement& PostgresqlConnection::ready(const Statement& statement) {
  auto& known = statements_[&statement];
  if (!known) known = std::make_unique<PostgresqlStatement>(statement, statements_.size());
  CHECK(!known->is_busy());  // the Rows of an earlier query of this statement is still alive
  if (!known->is_prepared(generation_)) prepare(*known);
  return *known;
}

void PostgresqlConnection::prepare(PostgresqlStatement& statement) {
  PGconn* link = link_.get();
  if (!is_pipelined()) {
    check_result(Result(PQprepare(link, statement.server_name(), statement.sql().c_str(), 0, nullptr)),
                 statement.name());
    const Result description(PQdescribePrepared(link, statement.server_name()));
    check_result(description, statement.name());
    return statement.prepared(generation_, description.get());
  }
  PQsendPrepare(link, statement.server_name(), statement.sql().c_str(), 0, nullptr);
  PQsendDescribePrepared(link, statement.server_name());
  send_sync();
  read_pending();
  next_result(statement.name());
  statement.prepared(generation_, next_result(statement.name()).get());
}

/// Sends a statement and waits for its result.
PostgresqlStatement& PostgresqlConnection::run(const Statement& statement,
                                               std::span<const Parameter> parameters) {
  for (bool first = true;; first = false) {
    ensure_connected();
    try {
      PostgresqlStatement& asked = ready(statement);
      send(asked, BoundValues(parameters));
      if (is_pipelined()) send_sync();
      read_pending();
      asked.take(next_result(asked.name()));
      changed_ = changed_ || asked.changed() > 0;
      return asked;
    } catch (const PassingFault&) {
      // What only reads can be asked again at once, on a new connection.
      if (!first || in_transaction_ || access_ == Access::write) throw;
      link_.reset();
    }
  }
}

template <class Bound>
void PostgresqlConnection::send(const PostgresqlStatement& statement, const Bound& bound) {
  PQsendQueryPrepared(link_.get(), statement.server_name(), bound.count(), bound.values(), bound.lengths(),
                      bound.formats(), kBinary);
}

void PostgresqlConnection::send_command(const char* sql) {
  PQsendQueryParams(link_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, kBinary);
}

/// What came back of the oldest statement under way.
Result PostgresqlConnection::receive() {
  Result result(PQgetResult(link_.get()));
  for (; PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC; result.reset(PQgetResult(link_.get())))
    --syncs_;
  // Behind each statement's results stands an empty one.
  while (const Result more{PQgetResult(link_.get())}) {
  }
  return result;
}

/// The result of the oldest statement under way. Throws as check_result.
Result PostgresqlConnection::next_result(std::string_view doing) {
  Result result = receive();
  // After a switch-over; the next transaction begins on a connection to the host that takes writes.
  constexpr std::string_view kReadOnlyTransaction = "25006";
  read_only_ = read_only_ || state_of(result.get()) == kReadOnlyTransaction;
  check_result(result, doing);
  return result;
}

void PostgresqlConnection::read_pending() {
  const std::vector<Pending> pending = std::exchange(pending_, {});
  for (const Pending& sent : pending) read(sent);
}

void PostgresqlConnection::read(const Pending& pending) {
  if (pending.is_number) return read_number();
  Result result = next_result(pending.name);
  if (pending.asked == nullptr) return;
  pending.asked->take(std::move(result));
  Rows rows(*pending.asked);
  changed_ = changed_ || pending.asked->changed() > 0;
  const int number = PQnfields(pending.asked->result()) - 1;
  while (rows.next()) pending.visit(static_cast<std::size_t>(rows.integer(number) - 1), rows);
}

void PostgresqlConnection::read_number() {
  constexpr std::string_view kDivisionByZero = "22012";
  const Result result = receive();
  lost_number_ = state_of(result.get()) == kDivisionByZero;
  if (lost_number_) throw PassingFault("another process has taken this one's number");
  check_result(result, "numbering a transaction");
  number_ = integer_of(result.get(), 0, 0);
}

/// Has everything sent so far answered. PostgreSQL counts from here on how long a transaction idles; after a
/// mere flush a process that hangs would keep what it claims.
void PostgresqlConnection::send_sync() {
  if (PQpipelineSync(link_.get()) == 1) ++syncs_;
}

/// Reads everything under way; false if the connection is lost.
bool PostgresqlConnection::read_to_sync() noexcept {
  constexpr int kEmptyInARowMax = 3;
  pending_.clear();
  if (syncs_ == 0) send_sync();
  for (int empty = 0; syncs_ > 0 && empty < kEmptyInARowMax;) {
    const Result result(PQgetResult(link_.get()));
    if (PQstatus(link_.get()) != CONNECTION_OK) return false;
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) --syncs_;
    empty = result ? 0 : empty + 1;
  }
  return syncs_ == 0;
}

void PostgresqlConnection::begin() {
  if (std::exchange(lost_number_, false)) join();
  ensure_connected();
  PQenterPipelineMode(link_.get());
  in_transaction_ = true;
  changed_ = numbered_ = waited_ = warned_ = false;
  number_ = 0;
  send_command("BEGIN");
  pending_.push_back({"beginning a transaction"});
}

void PostgresqlConnection::claim(std::span<const std::int64_t> numbers) {
  ParameterRows claims;
  for (const std::int64_t number : numbers) claims.add({number});
  ask_each(sql::kClaim, claims, [this](std::size_t, const Rows&) { waited_ = true; });
}

void PostgresqlConnection::number_transaction() {
  CHECK(in_transaction_);
  if (std::exchange(numbered_, true)) return;
  changed_ = true;
  if (const auto held = place_ ? place_->held() : std::nullopt) {
    const PostgresqlStatement& mark = ready(sql::kMarkBatch);
    send(mark, BoundValues(std::array<Parameter, 3>{held->number, held->token, ++attempt_}));
  } else {
    send(ready(sql::kNumberBatch), BoundValues(std::span<const Parameter>()));
  }
  pending_.push_back({"numbering a transaction", nullptr, {}, true});
}

std::int64_t PostgresqlConnection::commit() {
  // Who has no place among the processes is not asked afterwards what became of it.
  if (changed_ && place_ && place_->held()) number_transaction();
  return send_commit();
}

std::int64_t PostgresqlConnection::send_commit() {
  send_command("COMMIT");
  send_sync();
  try {
    finish_commit();
    // PostgreSQL warns at a COMMIT that stands here only, because somebody cancelled its wait for a replica.
    if (warned_ && changed_) throw UnknownCommit("the wait for a replica was cancelled");
    return number_;
  } catch (const PassingFault& fault) {
    // The answer to COMMIT is lost, unless the server is still there and says that it gave the transaction
    // up.
    if (changed_ && !read_to_sync()) throw UnknownCommit(fault.what());
    throw;
  }
}

/// Reads what was sent up to the end of the transaction.
void PostgresqlConnection::finish_commit() {
  read_pending();
  const Result result = next_result("committing");
  // What failed before makes of COMMIT a ROLLBACK without an error.
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
    throw base::Fault("the transaction was rolled back");
  read_to_sync();
  PQexitPipelineMode(link_.get());
  in_transaction_ = false;
  if (changed_ && sync_delay_.count() > 0) std::this_thread::sleep_for(sync_delay_);
}

void PostgresqlConnection::rollback() noexcept {
  in_transaction_ = false;
  if (std::exchange(read_only_, false)) return link_.reset();
  if (PQstatus(link_.get()) != CONNECTION_OK) return;
  if (is_pipelined() && (!read_to_sync() || PQexitPipelineMode(link_.get()) != 1)) return link_.reset();
  const Result result(PQexec(link_.get(), "ROLLBACK"));
  if (PQtransactionStatus(link_.get()) != PQTRANS_IDLE) link_.reset();
}

std::int64_t PostgresqlConnection::find_out_commit() {
  const auto held = place_ ? place_->held() : std::nullopt;
  if (!held) throw base::Fault("nothing tells whether the transaction stands");
  // What the old connection left under way goes on until the server sees that it is lost.
  link_.reset();
  begin();
  try {
    std::int64_t number = 0;
    {
      Rows rows = query(sql::kFindAttempt, std::array<Parameter, 2>{held->number, held->token});
      if (!rows.next()) throw base::Fault("another process has taken this one's number");
      if (rows.integer(0) == attempt_) number = rows.integer(1);
    }
    send_commit();
    return number;
  } catch (const UnknownCommit& fault) {
    rollback();
    throw PassingFault(fault.what());
  } catch (...) {
    rollback();
    throw;
  }
}

void PostgresqlConnection::join() {
  place_->drop();
  const std::string token = base::to_hex(base::random_bytes(8));
  Transaction transaction(*this);
  transaction.query(sql::kLockProcesses, {kLockClass, kProcessesLock});
  transaction.execute(sql::kForgetAbsentProcesses, {kProcessAwayMax.count()});
  int number = 0;
  {
    Rows rows = transaction.query(sql::kTakeNumber, {token});
    if (!rows.next()) throw base::Fault("no number is free for this process");
    number = rows.small(0);
  }
  transaction.commit();
  place_->hold({number, token});
}

void PostgresqlConnection::leave() {
  const auto held = place_->held();
  if (!held) return;
  place_->drop();
  Transaction transaction(*this);
  transaction.execute(sql::kLeave, {held->number, held->token});
  transaction.commit();
}

bool PostgresqlConnection::lead(std::int32_t what) {
  ensure_connected();
  if (const auto led = leads_.find(what); led != leads_.end() && led->second == generation_) return true;
  Rows rows = query(sql::kLead, std::array<Parameter, 2>{kLockClass, kLeadsLock + what});
  const bool leads = rows.next() && rows.integer(0) != 0;
  if (leads) leads_[what] = generation_;
  return leads;
}

void PostgresqlConnection::lock_schema() {
  run_script("SELECT pg_advisory_lock(" + kSchemaLockName + ")");
}

void PostgresqlConnection::unlock_schema() noexcept {
  const std::string sql = "SELECT pg_advisory_unlock(" + kSchemaLockName + ")";
  const Result result(PQexec(link_.get(), sql.c_str()));
}

void PostgresqlConnection::take_notice(const PGresult* notice) {
  constexpr std::string_view kWarning = "01000";
  warned_ = warned_ || state_of(notice) == kWarning;
}

/// A connection that was lost between transactions is made anew; one lost inside has lost the transaction.
void PostgresqlConnection::ensure_connected() {
  if (in_transaction_ || PQstatus(link_.get()) == CONNECTION_OK) return;
  link_ = connect_postgresql(url_, access_, "temujanji");
  PQsetNoticeReceiver(
      link_.get(),
      [](void* connection, const PGresult* notice) {
        static_cast<PostgresqlConnection*>(connection)->take_notice(notice);
      },
      this);
  syncs_ = 0;
  pending_.clear();
  ++generation_;
}

}  // namespace temujanji::storage
