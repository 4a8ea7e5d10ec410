#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "catalogue/draft.h"
#include "catalogue/files.h"
#include "catalogue/sheets.h"

namespace temujanji::catalogue {

/// One row while it is read. A field that cannot be used is noted as a problem of the row, and a harmless
/// value given instead, so that all problems are found in one go.
class Row {
 public:
  using Columns = std::map<std::string, std::size_t, std::less<>>;
  Row(const std::string& file, const Columns& columns, const tables::Record& record, Problems& problems)
      : file_(file), columns_(columns), record_(record), problems_(problems) {}

  int line() const { return record_.line; }
  /// May be empty.
  std::string text(std::string_view column) const;
  /// Must not be empty.
  std::string needed(std::string_view column);
  /// Capital letters, digits and hyphens, at most 32.
  std::string code(std::string_view column);
  /// The columns `<stem>_ms` and `<stem>_en`; both or neither.
  base::Bilingual both(const std::string& stem);
  base::Bilingual needed_both(const std::string& stem);
  int whole(std::string_view column, int least, int most);
  bool yes(std::string_view column);
  domain::Date date(std::string_view column);
  std::optional<domain::Date> optional_date(std::string_view column);
  /// `<from>` and `<to>`; the end may be empty and must not lie before the beginning.
  Validity validity(std::string_view from, std::string_view to);
  /// Two times of a day, the second after the first.
  domain::MinuteSpan span(std::string_view from, std::string_view to);
  /// "5+6": bit 4 and bit 5.
  unsigned weekdays(std::string_view column);
  void wrong(std::string reason) { problems_.add(file_, record_.line, std::move(reason)); }

 private:
  void wrong(std::string_view column, std::string_view expected);
  int minute(std::string_view column);

  const std::string& file_;
  const Columns& columns_;
  const tables::Record& record_;
  Problems& problems_;
};

/// Reads records whose first has all columns of the form, and besides them at most `source`, `assumed` and
/// the one not kept; calls `each` for every row with as many fields as the first.
void read_records(const SheetForm& form, const std::vector<tables::Record>& records, Problems& problems,
                  const std::function<void(Row&)>& each);

/// The same for a file of the catalogue.
void read_table(const CatalogueFiles& catalogue, std::string_view sheet, Problems& problems,
                const std::function<void(Row&)>& each);

}  // namespace temujanji::catalogue
