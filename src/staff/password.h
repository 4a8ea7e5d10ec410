#pragma once
#include <optional>
#include <string_view>

namespace temujanji::staff {

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordBytesMax = 256;

/// Why a password may not be chosen.
enum class PasswordProblem {
  too_short,
  too_long,
  like_user_name,
  common,  // a word of the dictionary of common passwords, a sequence, the same again and again
};
std::string_view to_text(PasswordProblem problem);

/// Whether somebody may choose this password, by the rules of NIST SP 800-63B: length and no common ones, but
/// no classes of characters. Thread-safe. Throws Fault where the dictionary cannot be read.
std::optional<PasswordProblem> find_problem(std::string_view password, std::string_view user_name);

}  // namespace temujanji::staff
