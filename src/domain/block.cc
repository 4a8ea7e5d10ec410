#include "domain/block.h"

#include <algorithm>

namespace temujanji::domain {

std::string_view to_text(BlockKind kind) {
  switch (kind) {
    case BlockKind::identity:
      return "identity";
    case BlockKind::email:
      return "email";
    case BlockKind::phone:
      return "phone";
    case BlockKind::address:
      return "address";
  }
  return "";
}

std::optional<BlockKind> parse_block_kind(std::string_view text) {
  const auto* found = std::ranges::find(kBlockKinds, text, [](BlockKind kind) { return to_text(kind); });
  if (found == kBlockKinds.end()) return std::nullopt;
  return *found;
}

std::string_view to_text(BlockReason reason) {
  switch (reason) {
    case BlockReason::false_details:
      return "false_details";
    case BlockReason::missed_often:
      return "missed_often";
    case BlockReason::many_identities:
      return "many_identities";
    case BlockReason::resold:
      return "resold";
    case BlockReason::automated:
      return "automated";
    case BlockReason::conduct:
      return "conduct";
  }
  return "";
}

std::optional<BlockReason> parse_block_reason(std::string_view text) {
  const auto* found = std::ranges::find(kBlockReasons, text, [](BlockReason one) { return to_text(one); });
  if (found == kBlockReasons.end()) return std::nullopt;
  return *found;
}

std::string_view to_text(BlockEndProblem problem) {
  switch (problem) {
    case BlockEndProblem::required:
      return "block_end_required";
    case BlockEndProblem::past:
      return "block_end_past";
    case BlockEndProblem::too_late:
      return "block_end_too_late";
  }
  return "";
}

std::optional<BlockEndProblem> find_problem(BlockKind kind, std::optional<Date> last_on, Date today) {
  const bool is_address = kind == BlockKind::address;
  if (!last_on) return is_address ? std::optional(BlockEndProblem::required) : std::nullopt;
  if (*last_on < today) return BlockEndProblem::past;
  if (*last_on > plus_days(today, is_address ? kAddressBlockDaysMax : kBlockDaysMax)) {
    return BlockEndProblem::too_late;
  }
  return std::nullopt;
}

}  // namespace temujanji::domain
