#include "audit/append.h"

#include <algorithm>

#include "audit/append.sql.h"
#include "base/check.h"

namespace temujanji::audit {
namespace {

void require_word(const std::string& word) {
  CHECK(!word.empty() && word.size() <= kWordBytesMax);
}

/// Without control characters, and at most `kDetailBytesMax` bytes, cut between characters.
std::string tidied(std::string detail) {
  std::ranges::replace_if(
      detail, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (detail.size() <= kDetailBytesMax) return detail;
  std::size_t end = kDetailBytesMax;
  while (end > 0 && (static_cast<unsigned char>(detail[end]) & 0xC0) == 0x80) --end;
  detail.resize(end);
  return detail;
}

}  // namespace

void append(engine::Scope& scope, const Entry& entry) {
  require_word(entry.actor);
  require_word(entry.act);
  require_word(entry.subject);
  const std::optional<std::int64_t> office =
      entry.office == 0 ? std::nullopt : std::optional<std::int64_t>(entry.office);
  scope.transaction.execute(sql::kInsertEntry, {scope.ids.next(), scope.now, entry.actor, entry.act,
                                                entry.subject, office, tidied(entry.detail)});
}

Append::Outcome Append::apply(engine::Scope& scope) const {
  append(scope, entry);
  return true;
}

}  // namespace temujanji::audit
