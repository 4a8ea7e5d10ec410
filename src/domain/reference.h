#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::domain {

/// Characters of a reference: ten that carry 50 random bits, and a check character.
inline constexpr std::size_t kReferenceLength = 11;

/// The reference of the low 50 of `bits`, which must be random: it must not be possible to guess another's.
/// As stored and as the JSON interface answers it, without separators: "K7M29QXT4BP".
std::string make_reference(std::uint64_t bits);

/// The reference a person typed, in the form of `make_reference`: any case, any separators, O read as 0 and
/// I or L as 1. Nothing if it has another length or the check character is wrong: every single wrong
/// character and every two that changed places are noticed.
std::optional<std::string> parse_reference(std::string_view text);

/// Grouped for people: "K7M2-9QXT-4B-P". `reference` must be of `make_reference`.
std::string display_reference(std::string_view reference);

}  // namespace temujanji::domain
