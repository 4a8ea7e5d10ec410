#include "audit/last_verification.h"

#include "audit/last_verification.sql.h"
#include "base/text.h"

namespace temujanji::audit {
namespace {

constexpr std::size_t kProblemsKept = 20;

}  // namespace

std::optional<KeptVerification> find_last_verification(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindLastVerification);
  if (!rows.next()) return std::nullopt;
  KeptVerification kept{rows.instant(0),
                        rows.instant(1),
                        static_cast<std::uint64_t>(rows.integer(2)),
                        rows.integer(3),
                        static_cast<std::size_t>(rows.integer(4)),
                        {}};
  for (const std::string_view problem : base::split(rows.text(5), '\n'))
    if (!problem.empty()) kept.problems.emplace_back(problem);
  return kept;
}

RecordVerification::Outcome RecordVerification::apply(engine::Scope& scope) const {
  std::string text;
  for (const std::string& problem : found.problems) text += problem + "\n";
  scope.transaction.execute(sql::kInsertVerification, {scope.ids.next(), found.begun_at, found.ended_at,
                                                       static_cast<std::int64_t>(found.size), found.heads,
                                                       static_cast<std::int64_t>(found.problem_count), text});
  return {};
}

std::optional<KeptVerification> verify_if_due(engine::Engine& engine, storage::Connection& connection,
                                              const base::Clock& clock, std::string_view public_key,
                                              const std::vector<HeadsFile>& witnesses,
                                              base::Instant due_after, const std::function<bool()>& go_on) {
  const auto last = find_last_verification(connection);
  if (last && last->begun_at > due_after) return std::nullopt;
  KeptVerification found;
  found.begun_at = clock.now();
  const Verification seen = verify(connection, found.begun_at, public_key, witnesses, go_on);
  if (!seen.whole) return std::nullopt;
  found.ended_at = clock.now();
  found.size = seen.size;
  found.heads = seen.heads;
  found.problem_count = seen.problems.count();
  const auto& problems = seen.problems.kept();
  const auto end = problems.size() > kProblemsKept ? problems.begin() + kProblemsKept : problems.end();
  found.problems.assign(problems.begin(), end);
  engine.run(RecordVerification{found});
  return found;
}

}  // namespace temujanji::audit
