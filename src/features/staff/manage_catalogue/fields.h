#pragma once
#include <map>
#include <optional>
#include <string>

#include "catalogue/edits.h"
#include "features/staff_page.h"
#include "web/form.h"

namespace temujanji::features::manage_catalogue {

/// The code of what is wrong with a column's field.
using Mistakes = std::map<std::string_view, std::string_view>;

/// "8:30" and "8.30" as people type it → "08:30".
std::string as_time(std::string text);
/// "00:00" to "24:00".
bool is_time(const std::string& text);

/// A row as it was shown, for a hidden field; its line ends survive there.
std::string to_token(const catalogue::SheetRow& row);
/// Nothing for what is no row of the sheet.
std::optional<catalogue::SheetRow> parse_token(std::string_view token, const catalogue::SheetForm& sheet);

/// The row as it was typed.
catalogue::SheetRow typed_in(const web::Form& form, const catalogue::SheetForm& sheet);
/// What is wrong with the fields, each for itself.
Mistakes check_fields(const catalogue::SheetForm& sheet, const catalogue::SheetRow& row);

/// What is wrong in the form that copies hours for a period: `from`, `to`, `closes`.
Mistakes check_copy(const web::Form& form);

struct Filled {
  const catalogue::SheetRow& typed;
  const Mistakes& mistakes;
  /// The row as it is now, where that is to be shown beside.
  const std::optional<catalogue::SheetRow>& now;
};
/// Repeats FIELD for every column; see row.html.
void add_fields(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
                const catalogue::SheetForm& form, const Filled& filled, web::Values& values);

}  // namespace temujanji::features::manage_catalogue
