#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/head.h"
#include "audit/rows.h"
#include "base/result.h"
#include "storage/connection.h"

namespace temujanji::audit {

/// That a row is in the log, for somebody who has the public key but not the database.
struct Proof {
  std::string table;
  /// The row, with the columns of its source.
  std::vector<Value> row;
  std::uint64_t index = 0;
  std::vector<Hash> path;
  /// The head the path leads to.
  Head head;
};

enum class NoProof {
  /// There is no such row.
  unknown,
  /// It is not in the tree yet, or no head covers it yet.
  not_yet,
  /// The row is not what was sealed, or the tree does not lead to the head.
  damaged,
};
using ProofOrNot = base::Result<Proof, NoProof>;

/// The proof of a row, to the newest head. Throws Fault.
ProofOrNot prove(storage::Connection& connection, const Source& source, std::int64_t id);

/// Whether the row is in the tree of the head, and the head is genuine.
bool is_valid(const Proof& proof, std::string_view public_key);

/// As JSON, at most 4 kB for rows as the commands write them.
constexpr std::size_t kProofBytesMax = 4096;
std::string to_json(const Proof& proof);
std::optional<Proof> parse_proof(std::string_view json);

}  // namespace temujanji::audit
