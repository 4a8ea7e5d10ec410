#pragma once
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"
#include "base/zone.h"

namespace temujanji::base {

/// What stands for `{name}` in a message.
using Replacements = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// All words people read, from the packed gettext catalogues `locales/<language>.mo`. Messages have keys such
/// as "home.title"; a key that is missing is a mistake in the program. Read once at start, thread-safe.
class Words {
 public:
  /// Throws Fault if a catalogue is missing.
  Words();

  /// The message of `key`; the view lives as long as the program.
  std::string_view text(Language language, std::string_view key) const;
  bool has(Language language, std::string_view key) const;
  /// The message with each `{name}` replaced.
  std::string text(Language language, std::string_view key, Replacements replacements) const;

  /// "Isnin, 23 November 2026" / "Monday, 23 November 2026".
  std::string date(Language language, std::chrono::year_month_day on) const;
  /// "23 Nov 2026".
  std::string short_date(Language language, std::chrono::year_month_day on) const;
  /// "November 2026".
  std::string month(Language language, std::chrono::year_month on) const;
  /// "9:15 pagi" / "9:15 am". Malay: pagi to 11:59, tengah hari 12:00–13:59, petang 14:00–18:59, malam.
  std::string time(Language language, LocalTime at_local) const;
  /// "Isnin, 23 November 2026, 9:15 pagi".
  std::string date_time(Language language, LocalTime at_local) const;

 private:
  struct Catalogue;
  const Catalogue* catalogues_[2];
};

}  // namespace temujanji::base
