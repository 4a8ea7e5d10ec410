#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/changes.h"
#include "features/staff_page.h"

namespace temujanji::features::manage_catalogue {

/// The catalogue as an administrator has it before them: what it is, and what they have changed and not yet
/// saved.
struct Bench {
  /// Of the catalogue that was read.
  std::int64_t revision = 0;
  std::optional<catalogue::KeptChange> open;
  /// Whether they may; others see the catalogue as it is.
  bool can_change = false;
  /// Whether what is worked on can still be read: an upgrade may know other columns. It can only be given up.
  bool is_readable = true;
  catalogue::Edits edits;
  /// The sheets with their edits done, and edits that cannot be done any more.
  catalogue::Edited edited;

  const std::vector<catalogue::SheetRow>& rows(const catalogue::SheetForm& form) const {
    return edited.sheets.at(std::string(form.name));
  }
};
/// Without the sheets.
Bench read_open(storage::Connection& connection, std::string_view made_by);
Bench read_bench(storage::Connection& connection, std::string_view made_by);
base::Task<Bench> bench_of(App& app, const web::Request& request, const Visit& visit);

/// Keeps other edits than those of the bench and leads on to `to`, or to the change that is worked on. 409 if
/// something was done meanwhile in another window, 413 if they are more than is kept.
base::Task<web::Response> keep(App& app, const web::Request& request, const Visit& visit, const Bench& bench,
                               catalogue::Edits edits, std::string to = {});

/// The sheets that have pages here: all but closures and announcements, which have their own.
std::vector<const catalogue::SheetForm*> own_sheets();
/// Null unless the address names one of them.
const catalogue::SheetForm* find_own_sheet(std::string_view name);

/// "/ms/staff/catalogue" and what follows.
std::string catalogue_path(const web::Request& request, std::string_view rest = {});
std::string change_path(const web::Request& request, domain::ChangeId id);

/// OPEN with OPEN_URL and EDITS, how many rows are changed and not saved, if any.
void add_open(const web::Request& request, const Bench& bench, web::Values& values);

}  // namespace temujanji::features::manage_catalogue
