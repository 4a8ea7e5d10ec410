#pragma once
#include <string>

#include "features/approval_subjects.h"

namespace temujanji::features::export_days {

/// Day sheets as a file.
struct File {
  std::string name, content_type, bytes;
  std::size_t rows = 0;
};

/// Everybody with an appointment at the office on these days, by time, also cancelled ones, in the request's
/// language. Throws Fault if sealed data cannot be opened.
File make_file(storage::Connection& connection, const App& app, const web::Request& request,
               const catalogue::Catalogue& catalogue, const catalogue::Office& office,
               const ExportedDays& days);

}  // namespace temujanji::features::export_days
