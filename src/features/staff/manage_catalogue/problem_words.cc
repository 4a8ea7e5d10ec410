#include "features/staff/manage_catalogue/problem_words.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace temujanji::features::manage_catalogue {
namespace {

/// Those with more of their own words first.
constexpr std::array<std::string_view, 73> kNames{"column_unknown",
                                                  "column_twice",
                                                  "column_missing",
                                                  "fields_count",
                                                  "no_header",
                                                  "file_missing",
                                                  "format_code",
                                                  "format_whole",
                                                  "format_yes_no",
                                                  "format_date",
                                                  "format_time",
                                                  "format_weekdays",
                                                  "other_language_empty",
                                                  "empty",
                                                  "before",
                                                  "later",
                                                  "booking_unknown",
                                                  "kind_unknown",
                                                  "required_unknown",
                                                  "condition_needed",
                                                  "online_url_missing",
                                                  "online_url_format",
                                                  "department_unknown",
                                                  "state_unknown",
                                                  "office_unknown",
                                                  "service_unknown",
                                                  "division_unknown",
                                                  "pool_unknown",
                                                  "zone_unknown",
                                                  "profile_unknown",
                                                  "code_twice",
                                                  "document_twice",
                                                  "holiday_twice",
                                                  "weekend_twice",
                                                  "hours_overlap",
                                                  "rule_overlap",
                                                  "no_slot_fits",
                                                  "offering_twice",
                                                  "counters_differ",
                                                  "departments_differ",
                                                  "no_seat_rule",
                                                  "persons_do_not_fit",
                                                  "minutes_do_not_fit",
                                                  "state_or_country",
                                                  "country_format",
                                                  "position_pair",
                                                  "position_format",
                                                  "place_once",
                                                  "office_used",
                                                  "service_used",
                                                  "offering_used",
                                                  "sheet_unknown",
                                                  "no_file",
                                                  "too_many",
                                                  "file_empty",
                                                  "file_large",
                                                  "not_utf8",
                                                  "no_workbook",
                                                  "rows_many",
                                                  "row_wide",
                                                  "cell_long",
                                                  "cell_control",
                                                  "text_much",
                                                  "sheets_many",
                                                  "workbook_damaged",
                                                  "sheet_damaged",
                                                  "quote_comma",
                                                  "quote_inside",
                                                  "quote_open",
                                                  "key_twice",
                                                  "office_people",
                                                  "state_closed",
                                                  "department_announces"};

/// What stands for the placeholders of the pattern in the text; nothing if the text is another.
std::optional<std::vector<std::pair<std::string, std::string>>> match(std::string_view pattern,
                                                                      std::string_view text) {
  std::vector<std::pair<std::string, std::string>> values;
  for (;;) {
    const std::size_t open = pattern.find('{');
    if (!text.starts_with(pattern.substr(0, open))) return std::nullopt;
    if (open == pattern.npos) {
      if (text.size() != pattern.size()) return std::nullopt;
      return values;
    }
    text.remove_prefix(open);
    const std::size_t close = pattern.find('}', open);
    const std::string name(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
    const std::string_view next = pattern.substr(0, pattern.find('{'));
    const std::size_t end = next.empty() ? text.size() : text.find(next);
    if (end == text.npos || end == 0) return std::nullopt;
    values.emplace_back(name, text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace

std::string problem_text(const App& app, const web::Request& request, std::string_view reason) {
  for (const std::string_view name : kNames) {
    const std::string key = "problem." + std::string(name);
    const auto values = match(app.words.text(base::Language::en, key), reason);
    if (!values) continue;
    std::string text(say(app, request, key));
    for (const auto& [placeholder, value] : *values) {
      const std::string mark = "{" + placeholder + "}";
      const std::size_t at = text.find(mark);
      if (at != text.npos) text.replace(at, mark.size(), value);
    }
    return text;
  }
  return std::string(reason);
}

}  // namespace temujanji::features::manage_catalogue
