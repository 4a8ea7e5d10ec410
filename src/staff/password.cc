#include "staff/password.h"

#include <pwquality.h>

#include <cctype>
#include <memory>
#include <mutex>
#include <string>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::staff {
namespace {

constexpr int kSameInARowMax = 4;
constexpr int kSequenceMax = 6;
/// The dictionary knows no shorter words.
constexpr int kWordMin = 6;

using Rules = std::unique_ptr<pwquality_settings_t, decltype(&pwquality_free_settings)>;

Rules make_rules(int characters_min) {
  Rules rules(pwquality_default_settings(), pwquality_free_settings);
  if (rules == nullptr) throw base::Fault("no memory for the rules of passwords");
  const std::pair<int, int> values[] = {{PWQ_SETTING_MIN_LENGTH, characters_min},
                                        {PWQ_SETTING_DIG_CREDIT, 0},
                                        {PWQ_SETTING_UP_CREDIT, 0},
                                        {PWQ_SETTING_LOW_CREDIT, 0},
                                        {PWQ_SETTING_OTH_CREDIT, 0},
                                        {PWQ_SETTING_MIN_CLASS, 0},
                                        {PWQ_SETTING_MAX_REPEAT, kSameInARowMax},
                                        {PWQ_SETTING_MAX_SEQUENCE, kSequenceMax},
                                        {PWQ_SETTING_DICT_CHECK, 1},
                                        {PWQ_SETTING_USER_CHECK, 1}};
  for (const auto& [setting, value] : values) pwquality_set_int_value(rules.get(), setting, value);
  return rules;
}

std::optional<PasswordProblem> check(const std::string& password, const std::string& user_name,
                                     int characters_min) {
  const Rules rules = make_rules(characters_min);
  void* detail = nullptr;
  const int found = pwquality_check(rules.get(), password.c_str(), nullptr, user_name.c_str(), &detail);
  if (found >= 0) return std::nullopt;
  switch (found) {
    case PWQ_ERROR_MIN_LENGTH:
      return PasswordProblem::too_short;
    case PWQ_ERROR_USER_CHECK:
      return PasswordProblem::like_user_name;
    case PWQ_ERROR_PALINDROME:
    case PWQ_ERROR_MAX_CONSECUTIVE:
    case PWQ_ERROR_MAX_SEQUENCE:
      return PasswordProblem::common;
    case PWQ_ERROR_CRACKLIB_CHECK:
      // Without `detail` the dictionary is what failed, not the password.
      if (detail != nullptr) return PasswordProblem::common;
      break;
    default:
      break;
  }
  throw base::Fault("passwords cannot be checked: error " + std::to_string(found));
}

/// A word with digits and signs around it is as easy to guess as the word.
std::string word_of(std::string_view password) {
  const auto is_decoration = [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x80 && std::isalpha(byte) == 0;
  };
  while (!password.empty() && is_decoration(password.front())) password.remove_prefix(1);
  while (!password.empty() && is_decoration(password.back())) password.remove_suffix(1);
  return std::string(password);
}

}  // namespace

std::string_view to_text(PasswordProblem problem) {
  switch (problem) {
    case PasswordProblem::too_short:
      return "password_short";
    case PasswordProblem::too_long:
      return "password_long";
    case PasswordProblem::like_user_name:
      return "password_like_user";
    case PasswordProblem::common:
      return "password_common";
  }
  return "";
}

std::optional<PasswordProblem> find_problem(std::string_view password, std::string_view user_name) {
  if (password.size() > kPasswordBytesMax) return PasswordProblem::too_long;
  if (base::code_points(password) < kPasswordCharactersMin) return PasswordProblem::too_short;
  // The dictionary's library keeps what it read in variables of its own.
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  if (const auto problem = check(std::string(password), std::string(user_name), kPasswordCharactersMin)) {
    return problem;
  }
  const std::string word = word_of(password);
  if (word.size() == password.size() || word.size() < kWordMin) return std::nullopt;
  return check(word, std::string(user_name), kWordMin);
}

}  // namespace temujanji::staff
