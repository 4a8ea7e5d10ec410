#pragma once
#include <string>

#include "catalogue/edits.h"
#include "features/staff_page.h"

namespace temujanji::features::manage_catalogue {

/// "Name (Malay)": the column as people call it.
std::string label_of(const App& app, const web::Request& request, const catalogue::Column& column);

/// The field as people read it: words for choices, names beside codes, dates and weekdays in words.
std::string shown(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
                  const catalogue::Column& column, const std::string& value);

/// What may be chosen for a column: values, and how they are called.
struct Choice {
  std::string value, name;
};
std::vector<Choice> choices_of(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
                               const catalogue::Column& column);

/// The columns of a list, and of what a row is called by where there is room for one line.
std::vector<std::size_t> listed_columns(const catalogue::SheetForm& form, base::Language language);
std::string title_of(const App& app, const web::Request& request, const catalogue::Sheets& sheets,
                     const catalogue::SheetForm& form, const catalogue::SheetRow& row);

}  // namespace temujanji::features::manage_catalogue
