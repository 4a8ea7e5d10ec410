#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands.h"

/// What an operator or an auditor does with the audit log. Each gives the exit code and throws UsageFault or
/// Fault.
namespace temujanji::cli {

/// Where to look for what was changed.
struct AuditRequest {
  DataFolder folder;
  /// Files of heads beside the data folder's own, for instance copies that were kept elsewhere.
  std::vector<std::filesystem::path> heads = {};
  /// The installation's public key as base64url or the name of a file; empty: that of the data folder.
  std::string key = {};
};

/// Walks all of the log and tells every change that was made to it; 1 if there is one. Also while a server
/// runs.
int verify_log(const World& world, const AuditRequest& asked);
/// Writes the proof that a row ("appointment_event:<id>", "audit_event:<id>" or "ticket_event:<id>") is in
/// the log; 1 if there is none.
int prove_event(const World& world, const DataFolder& folder, const std::string& row);
/// Checks such a proof without a database; 1 if it proves nothing.
int check_proof(const World& world, const std::filesystem::path& proof, const std::string& key);
/// Seals what waits. A running server does so each second.
int seal_log(const World& world, const DataFolder& folder);

}  // namespace temujanji::cli
