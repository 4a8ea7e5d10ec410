#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/head.h"
#include "audit/heads_file.h"
#include "storage/connection.h"

namespace temujanji::audit {

/// What was found, in words that name tables, ids and numbers, never a person's data.
class Problems {
 public:
  void note(std::string problem) {
    if (count_++ < kKept) kept_.push_back(std::move(problem));
  }
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  /// The first of them.
  const std::vector<std::string>& kept() const { return kept_; }

 private:
  static constexpr std::size_t kKept = 200;
  std::size_t count_ = 0;
  std::vector<std::string> kept_;
};

struct Verification {
  /// False: it ended early, and what it says is no verdict.
  bool whole = true;
  std::uint64_t size = 0;
  std::int64_t heads = 0;
  std::size_t witnessed = 0;
  std::optional<Head> last_head = {};
  Problems problems = {};
};

/// Rows that wait for longer than this to be sealed are a problem.
constexpr std::chrono::minutes kSealedWithin{1};

/// For who wants all of a walk.
inline bool to_the_end() {
  return true;
}

/// Walks the whole log: computes the tree anew from its leaves, compares each head with it and with the head
/// before, checks all signatures, compares every row with its leaf, and every head of the files with that of
/// the database. Also while the log grows. Memory does not grow with the log. Ends early when `go_on` says
/// no, which is asked some times a second. Throws Fault.
Verification verify(storage::Connection& connection, base::Instant now, std::string_view public_key,
                    const std::vector<HeadsFile>& witnesses, const std::function<bool()>& go_on);

/// The quick part of it: every row has a leaf and every leaf a row, whatever they say, and the last heads are
/// genuine; without a public key only that they follow each other.
Problems verify_quickly(storage::Connection& connection, base::Instant now, std::string_view public_key);

}  // namespace temujanji::audit
