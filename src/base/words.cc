#include "base/words.h"

#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <locale>

#include "base/assets.h"
#include "base/check.h"
#include "base/fault.h"

namespace temujanji::base {
namespace {

using Messages = boost::locale::message_format<char>;

std::locale load(Language language) {
  namespace gettext = boost::locale::gnu_gettext;
  gettext::messages_info info;
  info.language = std::string(to_text(language));
  info.encoding = "UTF-8";
  info.domains.emplace_back(std::string("words"));
  info.paths.emplace_back("locales");
  // The catalogue is asked for by its usual place in a file system; we have it in the program.
  bool found = false;
  info.callback = [language, &found](const std::string&, const std::string&) {
    const auto bytes = find_asset("locales/" + std::string(to_text(language)) + ".mo");
    if (!bytes) return std::vector<char>();
    found = true;
    return std::vector<char>(bytes->begin(), bytes->end());
  };
  std::locale made(std::locale::classic(), gettext::create_messages_facet<char>(info));
  if (!found) throw Fault("the program carries no words for the language " + info.language);
  return made;
}

std::string numbered(std::string_view prefix, unsigned number) {
  return std::string(prefix) + std::to_string(number);
}

std::string_view part_of_day(unsigned hour) {
  if (hour < 12) return "time.pagi";
  if (hour < 14) return "time.tengah_hari";
  if (hour < 19) return "time.petang";
  return "time.malam";
}

}  // namespace

struct Words::Catalogue {
  explicit Catalogue(Language language)
      : locale(load(language)), messages(std::use_facet<Messages>(locale)) {}

  const char* find(std::string_view key) const { return messages.get(0, nullptr, std::string(key).c_str()); }

  std::locale locale;
  const Messages& messages;
};

Words::Words() {
  // Views of messages are promised to last as long as the program.
  static const Catalogue ms(Language::ms);
  static const Catalogue en(Language::en);
  catalogues_[0] = &ms;
  catalogues_[1] = &en;
}

std::string_view Words::text(Language language, std::string_view key) const {
  const char* found = catalogues_[static_cast<std::size_t>(language)]->find(key);
  if (found == nullptr)
    throw Fault("there is no message " + std::string(key) + " in " + std::string(to_text(language)));
  return found;
}

bool Words::has(Language language, std::string_view key) const {
  return catalogues_[static_cast<std::size_t>(language)]->find(key) != nullptr;
}

std::string Words::text(Language language, std::string_view key, Replacements replacements) const {
  const std::string_view message = text(language, key);
  std::string out;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t open = message.find('{', at);
    const std::size_t close = open == message.npos ? open : message.find('}', open);
    if (close == message.npos) return out.append(message.substr(at));
    out.append(message.substr(at, open - at));
    const std::string_view name = message.substr(open + 1, close - open - 1);
    bool filled = false;
    for (const auto& [placeholder, value] : replacements) {
      if (placeholder != name) continue;
      out.append(value);
      filled = true;
      break;
    }
    if (!filled) out.append(message.substr(open, close - open + 1));
    at = close + 1;
  }
  return out;
}

std::string Words::date(Language language, std::chrono::year_month_day on) const {
  const unsigned weekday = std::chrono::weekday(std::chrono::sys_days(on)).iso_encoding();
  return text(language, "date.pattern",
              {{"weekday", text(language, numbered("date.weekday.", weekday))},
               {"day", std::to_string(static_cast<unsigned>(on.day()))},
               {"month", text(language, numbered("date.month.", static_cast<unsigned>(on.month())))},
               {"year", std::to_string(static_cast<int>(on.year()))}});
}

std::string Words::short_date(Language language, std::chrono::year_month_day on) const {
  return text(language, "date.pattern_short",
              {{"day", std::to_string(static_cast<unsigned>(on.day()))},
               {"month", text(language, numbered("date.month_short.", static_cast<unsigned>(on.month())))},
               {"year", std::to_string(static_cast<int>(on.year()))}});
}

std::string Words::month(Language language, std::chrono::year_month on) const {
  return text(language, "date.pattern_month",
              {{"month", text(language, numbered("date.month.", static_cast<unsigned>(on.month())))},
               {"year", std::to_string(static_cast<int>(on.year()))}});
}

std::string Words::time(Language language, LocalTime at_local) const {
  const auto day = std::chrono::floor<std::chrono::days>(at_local);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(at_local - day));
  const auto hour = static_cast<unsigned>(clock.hours().count());
  const auto minute = static_cast<unsigned>(clock.minutes().count());
  return text(language, "time.pattern",
              {{"hour", std::to_string((hour + 11) % 12 + 1)},
               {"minute", std::string(minute < 10 ? "0" : "") + std::to_string(minute)},
               {"part", text(language, part_of_day(hour))}});
}

std::string Words::date_time(Language language, LocalTime at_local) const {
  const std::chrono::year_month_day on(std::chrono::floor<std::chrono::days>(at_local));
  return text(language, "date.pattern_time",
              {{"date", date(language, on)}, {"time", time(language, at_local)}});
}

}  // namespace temujanji::base
