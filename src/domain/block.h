#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "domain/calendar.h"

namespace temujanji::domain {

/// By what somebody is kept from booking. The names are those of the column `block.kind`.
enum class BlockKind {
  identity,  // a document
  email,
  phone,
  address,  // where requests come from: an IPv4 /24 or an IPv6 /48
};
inline constexpr std::array kBlockKinds{BlockKind::identity, BlockKind::email, BlockKind::phone,
                                        BlockKind::address};
std::string_view to_text(BlockKind kind);
std::optional<BlockKind> parse_block_kind(std::string_view text);

/// Why; the names are those of the column `block.reason`.
enum class BlockReason {
  false_details,    // details of nobody, or of somebody else
  missed_often,     // did not come, again and again
  many_identities,  // books for many people who do not exist or do not know
  resold,           // sells appointments
  automated,        // floods the site with a program
  conduct,          // threats or violence
};
inline constexpr std::array kBlockReasons{BlockReason::false_details,   BlockReason::missed_often,
                                          BlockReason::many_identities, BlockReason::resold,
                                          BlockReason::automated,       BlockReason::conduct};
std::string_view to_text(BlockReason reason);
std::optional<BlockReason> parse_block_reason(std::string_view text);

/// Many people share an address, so a block of one always ends.
inline constexpr int kAddressBlockDaysMax = 30;
inline constexpr int kBlockDaysMax = 3653;

enum class BlockEndProblem {
  required,  // an address is not blocked for ever
  past,      // before today
  too_late,  // later than a block of this kind may last
};
std::string_view to_text(BlockEndProblem problem);

/// What is wrong with the last day of a block that begins today; `last_on` nothing: never ends by itself.
std::optional<BlockEndProblem> find_problem(BlockKind kind, std::optional<Date> last_on, Date today);

}  // namespace temujanji::domain
