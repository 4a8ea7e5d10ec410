#pragma once
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "storage/database.h"

/// What the parts that speak to PostgreSQL share. Only for them: libpq stays inside this room.
namespace temujanji::storage {

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Link = std::unique_ptr<PGconn, FinishConnection>;
using Result = std::unique_ptr<PGresult, ClearResult>;

/// Connects to the URL. Where it names several hosts and no `target_session_attrs`, readers too look for the
/// one that takes writes: a replica may be behind, and what a process leads in is led there. A host that says
/// nothing for seconds counts as away. Throws PassingFault, and UsageFault for what is no such URL; no text
/// of either holds its password.
Link connect_postgresql(const std::string& url, Access access, std::string_view application_name);

/// The SQLSTATE of an error, empty for none or where the connection is lost.
std::string_view state_of(const PGresult* result);

/// Throws what a result says: ConstraintFault, PassingFault for what may pass when tried again, else Fault.
/// No result at all means that the connection is lost.
void check_result(const Result& result, std::string_view doing);

/// Runs SQL without parameters, outside a pipeline. Throws as check_result.
Result run_command(PGconn* connection, const std::string& sql, std::string_view doing);

/// Any number, the same in all processes of an installation: the first of two that name an advisory lock.
inline constexpr int kLockClass = 0x54454D55;
/// The second. What a process leads in is added to `leads`.
inline constexpr int kSchemaLock = 0, kProcessesLock = 1, kLeadsLock = 1000;

}  // namespace temujanji::storage
