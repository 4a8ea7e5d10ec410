#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "catalogue/draft.h"
#include "catalogue/files.h"
#include "engine/engine.h"

namespace temujanji::catalogue {

/// How many rows of a table an import added, changed, removed and found as they should be.
struct TableCounts {
  std::string table;
  int added = 0;
  int changed = 0;
  int removed = 0;
  int unchanged = 0;
};

struct ImportReport {
  std::vector<TableCounts> tables;
  bool changed() const;
};

/// Makes the catalogue tables what the checked files say, all or nothing. Rows keep their ids by their codes.
/// Refused, with a row for each, is an import that drops an office, service, pool or offering that somebody
/// has or had an appointment or hold at: the file must end it (`active`, `active_to`) instead. Closures and
/// announcements made by staff stay. If anything changed, the revision `catalogue` rises and
/// `catalogue_changed` is told. Importing the same again changes nothing.
///
/// Slots are not touched but for those of dropped pools, which are removed: publish afterwards.
struct ImportCatalogue {
  using Outcome = base::Result<ImportReport, Problems>;
  std::shared_ptr<const Draft> draft;
  base::IdSource* ids;

  Outcome apply(engine::Scope& scope) const;
};

/// Checks the files and imports them through the engine. Throws Fault.
ImportCatalogue::Outcome import_catalogue(engine::Engine& engine, base::IdSource& ids,
                                          const CatalogueFiles& files);

}  // namespace temujanji::catalogue
