#include "storage/postgresql_link.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace temujanji::storage {
namespace {

/// The first line of what PostgreSQL says; further ones may quote rows, and with them personal data.
std::string said(const PGresult* result) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return text == nullptr ? "the connection to the database is lost" : text;
}

/// SQLSTATE classes and codes (PostgreSQL's manual, appendix A) that a repetition may not meet again:
/// deadlock and serialization, connections, operator's intervention, a database that became read-only in a
/// switch-over, a transaction that idled for too long.
bool may_pass(std::string_view state) {
  constexpr std::array<std::string_view, 3> kClasses = {"08", "40", "57"};
  constexpr std::array<std::string_view, 3> kCodes = {"25006", "25P03", "55P03"};
  return std::ranges::find(kClasses, state.substr(0, 2)) != kClasses.end() ||
         std::ranges::find(kCodes, state) != kCodes.end();
}

/// Whether everything stands where libpq looks for it. A password with an `@` or a slash that is not written
/// as %40 or %2F is taken for a host, a port or a database.
bool is_clear(const std::string& url, const PQconninfoOption* options) {
  const std::string_view front = std::string_view(url).substr(0, url.find('?'));
  const std::size_t host = front.find("//"), at = front.rfind('@');
  if (std::ranges::count(front, '@') > 1) return false;
  if (host != front.npos && at != front.npos && at > front.find('/', host + 2)) return false;
  for (; options->keyword != nullptr; ++options) {
    const std::string_view value = options->val == nullptr ? "" : options->val;
    if (std::string_view(options->keyword) == "port" && value.find_first_not_of("0123456789,") != value.npos)
      return false;
  }
  return true;
}

/// libpq quotes what it cannot read, and that may be the password; so it is not asked to connect there.
void check_url(const std::string& url) {
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(url.c_str(), nullptr));
  if (options && is_clear(url, options.get())) return;
  throw base::UsageFault(
      "the URL of the database cannot be read; it is postgresql://user:password@host:port/database, and in a "
      "password @ is written %40, / %2F and % %25");
}

/// Seconds.
constexpr const char* kConnectTimeout = "3";
constexpr const char* kSilentBeforeAsking = "10";
constexpr const char* kBetweenAsking = "5";
constexpr const char* kAskedInVain = "3";
/// Milliseconds.
constexpr const char* kUnacknowledged = "10000";

/// Our statements are look-ups by index, also in tables that fill up faster than the planner's statistics
/// follow; so plans are made once and do not depend on them. Nobody cancels a COMMIT that waits for a
/// synchronous replica. A process that hangs inside a transaction, or whose machine is gone, loses it, and
/// with it what it claims.
constexpr const char* kSetUpWriter =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET plan_cache_mode = force_generic_plan; SET statement_timeout = 0; SET lock_timeout = 0; "
    "SET idle_in_transaction_session_timeout = '15s'; SET default_transaction_isolation = 'read committed'; "
    "SET default_transaction_read_only = off";
/// A COMMIT that does not wait for the disk would make every acknowledgement a lie; how much longer it waits,
/// for replicas, is the operator's choice. The server finds out within a quarter of a minute that our machine
/// is gone, so that what the process led in is led by another.
constexpr const char* kSetUp =
    "SET client_encoding = 'UTF8'; SET jit = off; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval "
    "= 5; "
    "SET tcp_keepalives_count = 3; SET tcp_user_timeout = '10s'; SELECT set_config('synchronous_commit', "
    "'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'; ";
constexpr const char* kSetUpReader = "SET default_transaction_read_only = on";

}  // namespace

Link connect_postgresql(const std::string& url, Access access, std::string_view application_name) {
  check_url(url);
  const std::string name(application_name);
  // What stands in the URL wins over what stands before it here.
  const char* const keys[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                              "keepalives_count", "tcp_user_timeout", "target_session_attrs",
                              "application_name", "dbname",           nullptr};
  const char* const values[] = {
      kConnectTimeout, kSilentBeforeAsking, kBetweenAsking,
      kAskedInVain,    kUnacknowledged,     access == Access::write ? "read-write" : "primary",
      name.c_str(),    url.c_str(),         nullptr};
  Link link(PQconnectdbParams(keys, values, 1));
  if (PQstatus(link.get()) != CONNECTION_OK) {
    const std::string reason(base::trim(PQerrorMessage(link.get())));
    throw PassingFault("cannot reach the database: " + reason);
  }
  PQsetNoticeProcessor(
      link.get(), [](void*, const char*) {}, nullptr);
  run_command(link.get(), std::string(kSetUp) + (access == Access::write ? kSetUpWriter : kSetUpReader),
              "setting the connection up");
  return link;
}

std::string_view state_of(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : state;
}

void check_result(const Result& result, std::string_view doing) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (result != nullptr && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)) return;
  const std::string text = std::string(doing) + ": " + said(result.get());
  const std::string_view state = state_of(result.get());
  if (state.empty() || may_pass(state)) throw PassingFault(text);
  if (state.starts_with("23")) throw ConstraintFault(text);
  throw base::Fault(text);
}

Result run_command(PGconn* connection, const std::string& sql, std::string_view doing) {
  Result result(PQexec(connection, sql.c_str()));
  check_result(result, doing);
  return result;
}

}  // namespace temujanji::storage
