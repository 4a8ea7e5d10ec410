#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace temujanji::base {

/// The languages of the pages, mails and slips. Malay is the first.
enum class Language { ms, en };

inline std::string_view to_text(Language language) {
  return language == Language::ms ? "ms" : "en";
}
inline std::optional<Language> parse_language(std::string_view text) {
  if (text == "ms") return Language::ms;
  if (text == "en") return Language::en;
  return std::nullopt;
}

/// A text in every language.
struct Bilingual {
  std::string ms;
  std::string en;
  const std::string& in(Language language) const { return language == Language::ms ? ms : en; }
  bool operator==(const Bilingual&) const = default;
};

}  // namespace temujanji::base
