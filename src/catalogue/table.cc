#include "catalogue/table.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "tables/csv.h"

namespace temujanji::catalogue {
namespace {

constexpr domain::Date kNoDate{std::chrono::year(2000), std::chrono::month(1), std::chrono::day(1)};

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShownMax = 60;
  if (text.size() <= kShownMax) return "`" + std::string(text) + "`";
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return "`" + std::string(text.substr(0, end)) + "…`";
}

/// "08:30" up to "24:00".
std::optional<int> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = base::parse_number<unsigned>(text.substr(0, 2));
  const auto minutes = base::parse_number<unsigned>(text.substr(3));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 1440) return std::nullopt;
  return static_cast<int>(*hours * 60 + *minutes);
}

bool is_known(const SheetForm& form, std::string_view name) {
  return std::ranges::find(form.columns, name, &Column::name) != form.columns.end() || name == "source" ||
         name == "assumed" || (!form.not_kept.empty() && name == form.not_kept);
}

Row::Columns read_header(const SheetForm& form, const tables::Record& header, Problems& problems) {
  Row::Columns found;
  const auto wrong = [&](const std::string& reason) { problems.add(form.file(), header.line, reason); };
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string name(base::trim(header.fields[i]));
    if (!is_known(form, name)) wrong("there is no column " + in_quotes(name) + " in this file");
    if (!found.emplace(name, i).second) wrong("the column " + name + " stands twice");
  }
  for (const Column& column : form.columns) {
    if (!found.contains(column.name)) wrong("the column " + std::string(column.name) + " is missing");
  }
  return found;
}

}  // namespace

void Row::wrong(std::string_view column, std::string_view expected) {
  wrong(std::string(column) + " must be " + std::string(expected) + ", not " + in_quotes(text(column)));
}

std::string Row::text(std::string_view column) const {
  const auto found = columns_.find(column);
  if (found == columns_.end()) return {};
  return std::string(base::trim(record_.fields[found->second]));
}

std::string Row::needed(std::string_view column) {
  std::string value = text(column);
  if (value.empty()) wrong(std::string(column) + " is empty");
  return value;
}

std::string Row::code(std::string_view column) {
  std::string value = needed(column);
  const bool fits = value.size() <= 32 && std::ranges::all_of(value, [](char c) {
                      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (!fits) wrong(column, "of capital letters, digits and hyphens, at most 32");
  return value;
}

base::Bilingual Row::both(const std::string& stem) {
  base::Bilingual value{text(stem + "_ms"), text(stem + "_en")};
  if (value.ms.empty() != value.en.empty()) {
    wrong(stem + "_" + (value.ms.empty() ? "ms" : "en") + " is empty, the other language is not");
  }
  return value;
}

base::Bilingual Row::needed_both(const std::string& stem) {
  return {needed(stem + "_ms"), needed(stem + "_en")};
}

int Row::whole(std::string_view column, int least, int most) {
  const auto number = base::parse_number<int>(text(column));
  if (number && *number >= least && *number <= most) return *number;
  wrong(column, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

bool Row::yes(std::string_view column) {
  const std::string value = text(column);
  if (value != "yes" && value != "no") wrong(column, "yes or no");
  return value == "yes";
}

domain::Date Row::date(std::string_view column) {
  const auto on = domain::parse_date(text(column));
  if (!on) wrong(column, "a date like 2026-11-23");
  return on.value_or(kNoDate);
}

std::optional<domain::Date> Row::optional_date(std::string_view column) {
  if (text(column).empty()) return std::nullopt;
  return date(column);
}

Validity Row::validity(std::string_view from, std::string_view to) {
  const Validity valid{date(from), optional_date(to)};
  if (valid.to && *valid.to < valid.from) wrong(std::string(to) + " lies before " + std::string(from));
  return valid;
}

int Row::minute(std::string_view column) {
  const auto value = parse_minute(text(column));
  if (!value) wrong(column, "a time like 08:30");
  return value.value_or(0);
}

domain::MinuteSpan Row::span(std::string_view from, std::string_view to) {
  const domain::MinuteSpan value{minute(from), minute(to)};
  if (value.from >= value.to) wrong(std::string(to) + " must be later than " + std::string(from));
  return value;
}

unsigned Row::weekdays(std::string_view column) {
  unsigned days = 0;
  const std::string value = text(column);
  for (const std::string_view part : base::split(value, '+')) {
    const auto day = base::parse_number<int>(part);
    if (!day || *day < 1 || *day > 7) {
      wrong(column, "weekdays like 6+7 (1 Monday … 7 Sunday)");
      return 0;
    }
    days |= 1U << (*day - 1);
  }
  return days;
}

void read_records(const SheetForm& form, const std::vector<tables::Record>& records, Problems& problems,
                  const std::function<void(Row&)>& each) {
  const std::string file = form.file();
  if (records.empty()) return problems.add(file, 0, "the file has no header line");
  const tables::Record& header = records.front();
  const std::size_t before = problems.count();
  const Row::Columns found_columns = read_header(form, header, problems);
  if (problems.count() != before) return;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const tables::Record& record = records[i];
    if (record.fields.size() != header.fields.size()) {
      problems.add(file, record.line,
                   "the row has " + std::to_string(record.fields.size()) + " fields, the header " +
                       std::to_string(header.fields.size()));
      continue;
    }
    Row row(file, found_columns, record, problems);
    each(row);
  }
}

void read_table(const CatalogueFiles& catalogue, std::string_view sheet, Problems& problems,
                const std::function<void(Row&)>& each) {
  const SheetForm* form = find_sheet_form(sheet);
  CHECK(form != nullptr);
  const auto found = catalogue.files.find(form->file());
  if (found == catalogue.files.end()) return problems.add(form->file(), 0, "the file is missing");
  const auto records = tables::read_csv(found->second);
  if (!records) return problems.add(form->file(), records.refusal().line, records.refusal().reason);
  read_records(*form, *records, problems, each);
}

}  // namespace temujanji::catalogue
